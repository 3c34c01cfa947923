package helpsteer.reward.training;

import helpsteer.reward.BradleyTerry;

/**
 * The mean loss of some comparisons, with an optional pull of each pair's goodness to 0 on average.
 *
 * <p>Bradley and Terry's model fixes goodness only up to a constant. Centring adds {@code centring} times the mean of
 * {@code (chosen + rejected)²} (Eisenstein et al. 2023, arXiv 2312.09244; {@code center_rewards_coefficient} in TRL).
 *
 * @param kind the loss of a pair
 * @param centring coefficient of the pull, at least 0; 0.01 is TRL's advice
 */
public record ComparisonLoss(BradleyTerry kind, double centring) {
    public ComparisonLoss {
        if (!(centring >= 0) || Double.isInfinite(centring)) {
            throw new IllegalArgumentException("centring must be at least 0 and finite, got " + centring);
        }
    }

    /** A loss without centring. */
    public static ComparisonLoss of(BradleyTerry kind) {
        return new ComparisonLoss(kind, 0);
    }

    /**
     * The mean loss.
     *
     * @param chosen goodness of the chosen responses, shape (N), N at least 1
     * @param rejected of the rejected ones, shape (N)
     * @param strengths of the preferences, shape (N), above 0
     */
    public double value(double[] chosen, double[] rejected, double[] strengths) {
        check(chosen, rejected, strengths);
        double sum = 0;
        for (int i = 0; i < chosen.length; i++) {
            double both = chosen[i] + rejected[i];
            sum += kind.value(chosen[i] - rejected[i], strengths[i]) + centring * both * both;
        }
        return sum / chosen.length;
    }

    /** The derivatives of {@link #value}, shape (2N): by the goodness of each chosen response, then of each rejected. */
    public double[] gradient(double[] chosen, double[] rejected, double[] strengths) {
        check(chosen, rejected, strengths);
        int n = chosen.length;
        double[] out = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double apart = kind.derivative(chosen[i] - rejected[i], strengths[i]);
            double pull = 2 * centring * (chosen[i] + rejected[i]);
            out[i] = (pull + apart) / n;
            out[n + i] = (pull - apart) / n;
        }
        return out;
    }

    private static void check(double[] chosen, double[] rejected, double[] strengths) {
        if (chosen.length == 0 || chosen.length != rejected.length || chosen.length != strengths.length) {
            throw new IllegalArgumentException("chosen, rejected and strengths must have one length above 0, got "
                    + chosen.length + ", " + rejected.length + " and " + strengths.length);
        }
    }
}
