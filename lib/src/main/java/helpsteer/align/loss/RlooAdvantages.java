package helpsteer.align.loss;

/**
 * REINFORCE's advantages with the other samples of the prompt as baseline (Ahmadian et al. 2024; NeMo-Aligner's REINFORCE).
 *
 * <p>Of each sample the reward less {@code penalty} times its mean token KL is compared with the mean of the same over the
 * prompt's other samples that ended. A sample that was cut off counts in no baseline; where no other ended, there is nothing
 * to compare with and the advantage is 0.
 *
 * @param penalty factor of the KL to the reference, at least 0; 0.01 in NeMo-Aligner's example
 */
public record RlooAdvantages(double penalty) {
    public RlooAdvantages {
        if (!(penalty >= 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty must be at least 0 and finite, got " + penalty);
        }
    }

    /**
     * The advantages of one prompt's samples.
     *
     * @param rewards of each sample, finite
     * @param kl mean over its tokens of log policy less log reference
     * @param ended whether the sample came to its end by itself
     */
    public double[] advantages(double[] rewards, double[] kl, boolean[] ended) {
        if (rewards.length != kl.length || rewards.length != ended.length) {
            throw new IllegalArgumentException("rewards, kl and ended must have one length, got " + rewards.length
                    + ", " + kl.length + " and " + ended.length);
        }
        double[] regularised = new double[rewards.length];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < rewards.length; i++) {
            regularised[i] = rewards[i] - penalty * kl[i];
            if (!Double.isFinite(regularised[i])) {
                throw new IllegalArgumentException("rewards and kl must be finite, got " + rewards[i] + " and " + kl[i]
                        + " for sample " + i + "; leave the sample out");
            }
            if (ended[i]) {
                sum += regularised[i];
                count++;
            }
        }
        double[] out = new double[rewards.length];
        for (int i = 0; i < out.length; i++) {
            int others = count - (ended[i] ? 1 : 0);
            double ofOthers = sum - (ended[i] ? regularised[i] : 0);
            out[i] = others == 0 ? 0 : regularised[i] - ofOthers / others;
        }
        return out;
    }
}
