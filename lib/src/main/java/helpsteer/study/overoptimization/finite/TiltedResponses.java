package helpsteer.study.overoptimization.finite;

import helpsteer.stats.Values;

/**
 * The policy of the highest reward less beta times the KL to the reference policy: {@code pi(y) ~ reference(y) exp(r(y) / beta)},
 * exactly (such as Rafailov et al. 2023, equation 4). No policy has more reward at its KL.
 *
 * <p>The strength is {@code 1 / beta}.
 */
final class TiltedResponses implements PolicyFamily {
    /** With a standardised reward this is all but the best response. */
    private static final double STRONGEST = 100;

    private final double[] rewards;
    private final double[] reference;

    /** Of rewards and the reference policy's probabilities, which are above 0 and add up to 1. */
    TiltedResponses(double[] rewards, double[] reference) {
        Values.checkOneLength("rewards", rewards.length, "reference", reference.length);
        Values.check("rewards", rewards, 1);
        this.rewards = rewards;
        this.reference = reference;
    }

    @Override
    public double strongest() {
        return STRONGEST;
    }

    @Override
    public double[] probabilities(double strength) {
        double[] out = new double[rewards.length];
        double sum = fill(out, strength);
        for (int y = 0; y < out.length; y++) {
            out[y] /= sum;
        }
        return out;
    }

    @Override
    public double kl(double strength) {
        double[] weights = new double[rewards.length];
        double sum = fill(weights, strength);
        double expected = 0;
        for (int y = 0; y < weights.length; y++) {
            expected += weights[y] / sum * rewards[y];
        }
        return strength * (expected - highest()) - Math.log(sum);
    }

    /** Writes what the probabilities are proportional to, the highest reward's factor being 1; gives the sum. */
    private double fill(double[] out, double strength) {
        double highest = highest();
        double sum = 0;
        for (int y = 0; y < out.length; y++) {
            out[y] = reference[y] * Math.exp(strength * (rewards[y] - highest));
            sum += out[y];
        }
        return sum;
    }

    private double highest() {
        double highest = Double.NEGATIVE_INFINITY;
        for (double reward : rewards) {
            highest = Math.max(highest, reward);
        }
        return highest;
    }
}
