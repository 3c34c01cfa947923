package helpsteer.reward.calibration;

import helpsteer.data.Pair;
import helpsteer.stats.Values;
import java.util.Arrays;
import java.util.List;

/** What a model makes of {@link HeldOutPairs}. Not a record: its arrays are read, never compared. */
public final class HeldOutScores {
    private final double[] rewards;
    private final float[][] vectors;
    private final int[] prompts;
    private final List<Pair<Integer>> pairs;

    /**
     * Takes the arrays as they are.
     *
     * @param rewards of the texts, shape (B)
     * @param vectors that the head reads, shape (B, D)
     * @param prompts the number of each text's prompt, shape (B)
     * @param pairs where the better and the other text of each pair stand
     */
    public HeldOutScores(double[] rewards, float[][] vectors, int[] prompts, List<Pair<Integer>> pairs) {
        Values.check("rewards", rewards, 1);
        Values.checkOneLength("rewards", rewards.length, "vectors", vectors.length);
        Values.checkOneLength("rewards", rewards.length, "prompts", prompts.length);
        this.rewards = rewards;
        this.vectors = vectors;
        this.prompts = prompts;
        this.pairs = List.copyOf(pairs);
    }

    int size() {
        return pairs.size();
    }

    double[] rewards() {
        return rewards.clone();
    }

    /** The prompt of each pair. */
    int[] groups() {
        return pairs.stream().mapToInt(p -> prompts[p.chosen()]).toArray();
    }

    /** Reward of the better response less that of the other, of each pair. */
    double[] differences() {
        return pairs.stream()
                .mapToDouble(p -> rewards[p.chosen()] - rewards[p.rejected()])
                .toArray();
    }

    /** The same by other weights (D) of the vectors. */
    double[] differences(double[] weights) {
        return pairs.stream()
                .mapToDouble(p -> {
                    float[] chosen = vectors[p.chosen()];
                    float[] rejected = vectors[p.rejected()];
                    double sum = 0;
                    for (int d = 0; d < weights.length; d++) {
                        sum += weights[d] * ((double) chosen[d] - rejected[d]);
                    }
                    return sum;
                })
                .toArray();
    }

    Pair<float[]> vectors(int pair) {
        return pairs.get(pair).map(text -> vectors[text]);
    }

    /** What is known of each pair: that its first response is the better one. */
    double[] outcomes() {
        double[] ones = new double[pairs.size()];
        Arrays.fill(ones, 1);
        return ones;
    }
}
