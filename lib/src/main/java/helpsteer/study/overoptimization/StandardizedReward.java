package helpsteer.study.overoptimization;

import helpsteer.stats.Values;
import java.util.Arrays;

/**
 * Rewards of several prompts' responses on one scale: of each prompt the reference policy's mean is 0, and the mean over prompts
 * of its variance is 1. A reward model of comparisons knows no level of a prompt, so none is kept.
 */
public final class StandardizedReward {
    private StandardizedReward() {}

    /**
     * Standardises.
     *
     * @param rewards a row for each prompt, a column for each response
     * @param reference probabilities of the responses under the reference policy, each row adding up to 1
     * @throws IllegalArgumentException where no prompt's rewards differ
     */
    public static double[][] of(double[][] rewards, double[][] reference) {
        Values.checkOneLength("rewards", rewards.length, "reference", reference.length);
        double[][] out = new double[rewards.length][];
        double variance = 0;
        for (int p = 0; p < out.length; p++) {
            double mean = Values.product(rewards[p], reference[p]);
            out[p] = Arrays.stream(rewards[p]).map(r -> r - mean).toArray();
            for (int y = 0; y < out[p].length; y++) {
                variance += reference[p][y] * out[p][y] * out[p][y] / out.length;
            }
        }
        if (!(variance > 0)) {
            throw new IllegalArgumentException("rewards of a prompt must differ, got one for all responses to each");
        }
        double sd = Math.sqrt(variance);
        for (double[] row : out) {
            for (int y = 0; y < row.length; y++) {
                row[y] /= sd;
            }
        }
        return out;
    }

    /**
     * Mean over prompts of Pearson's correlation of two rewards under the reference policy.
     *
     * @param first standardised, a row for each prompt
     * @param second standardised, of the same shape
     */
    public static double correlation(double[][] first, double[][] second, double[][] reference) {
        double sum = 0;
        for (int p = 0; p < first.length; p++) {
            double both = 0;
            double squares = 0;
            double others = 0;
            for (int y = 0; y < first[p].length; y++) {
                both += reference[p][y] * first[p][y] * second[p][y];
                squares += reference[p][y] * first[p][y] * first[p][y];
                others += reference[p][y] * second[p][y] * second[p][y];
            }
            sum += both / Math.sqrt(squares * others) / first.length;
        }
        return sum;
    }
}
