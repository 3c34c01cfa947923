package helpsteer.align.loss;

/**
 * PPO's two losses (Schulman et al. 2017), each a mean over tokens; neither pays for going further from where the sample was
 * taken than {@code range} allows.
 *
 * @param range above 0; 0.2 in NeMo-Aligner
 */
public record PpoLoss(double range) {
    public PpoLoss {
        if (!(range > 0) || Double.isInfinite(range)) {
            throw new IllegalArgumentException("range must be above 0 and finite, got " + range);
        }
    }

    /**
     * The policy's loss.
     *
     * @param now log-probability of each token, shape (M), M at least 1
     * @param old the same when the tokens were sampled, shape (M)
     * @param advantages shape (M)
     */
    public double policy(double[] now, double[] old, double[] advantages) {
        check(now, old, advantages);
        double sum = 0;
        for (int t = 0; t < now.length; t++) {
            double ratio = Math.exp(now[t] - old[t]);
            sum += Math.max(-advantages[t] * ratio, -advantages[t] * near(ratio, 1));
        }
        return sum / now.length;
    }

    /** The derivatives of {@link #policy} by the log-probabilities; 0 where the clipped ratio decides. */
    public double[] policyGradient(double[] now, double[] old, double[] advantages) {
        check(now, old, advantages);
        double[] out = new double[now.length];
        for (int t = 0; t < out.length; t++) {
            double ratio = Math.exp(now[t] - old[t]);
            boolean clipped = -advantages[t] * near(ratio, 1) > -advantages[t] * ratio;
            out[t] = clipped ? 0 : -advantages[t] * ratio / now.length;
        }
        return out;
    }

    /**
     * Half the mean squared error of the values.
     *
     * @param values shape (M), M at least 1
     * @param old the values when the tokens were sampled, shape (M)
     * @param returns what they should be, shape (M)
     */
    public double value(double[] values, double[] old, double[] returns) {
        check(values, old, returns);
        double sum = 0;
        for (int t = 0; t < values.length; t++) {
            sum += Math.max(square(values[t] - returns[t]), square(near(values[t], old[t]) - returns[t]));
        }
        return sum / (2 * values.length);
    }

    /** The derivatives of {@link #value} by the values; 0 where the clipped value decides. */
    public double[] valueGradient(double[] values, double[] old, double[] returns) {
        check(values, old, returns);
        double[] out = new double[values.length];
        for (int t = 0; t < out.length; t++) {
            double free = square(values[t] - returns[t]);
            boolean clipped = square(near(values[t], old[t]) - returns[t]) > free;
            out[t] = clipped ? 0 : (values[t] - returns[t]) / values.length;
        }
        return out;
    }

    private double near(double x, double centre) {
        return Math.min(Math.max(x, centre - range), centre + range);
    }

    private static double square(double x) {
        return x * x;
    }

    private static void check(double[] a, double[] b, double[] c) {
        if (a.length == 0 || a.length != b.length || a.length != c.length) {
            throw new IllegalArgumentException(
                    "all three must have one length above 0, got " + a.length + ", " + b.length + " and " + c.length);
        }
    }
}
