package helpsteer.study.overoptimization;

import helpsteer.data.Pair;
import helpsteer.reward.calibration.HeadEnsemble;
import helpsteer.reward.calibration.HeadFit;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Proxies of some preference pairs: one head on all of them, and an ensemble of five on bootstrap resamples of them, all by
 * {@link HeadFit}. Pairs are compared with the regular Bradley-Terry loss; the penalty is that which cross-validation chooses for the
 * one head.
 *
 * <p>A {@link HeadEnsemble} of the same heads would not do: it keeps how far each lies from the one head in units of the log-odds, for
 * the spread on a pair, where a remedy needs the reward of each head by itself.
 */
public final class ProxyHeads {
    /** Five, as many as Coste et al. (arXiv 2310.02743) take. */
    private static final int MEMBERS = HeadEnsemble.HEADS;

    private final double[] single;
    private final List<double[]> ensemble;

    private ProxyHeads(double[] single, List<double[]> ensemble) {
        this.single = single;
        this.ensemble = ensemble;
    }

    /**
     * Fits all six heads.
     *
     * @param pairs vectors of the preferred and of the other response, at least 20 pairs
     * @param random draws the resamples
     */
    public static ProxyHeads fit(List<Pair<float[]>> pairs, SplittableRandom random) {
        HeadFit fit = HeadFit.ofComparisons(pairs);
        double[] one = fit.weights(IntStream.range(0, pairs.size()).toArray());
        return new ProxyHeads(one, fit.resampled(MEMBERS, member -> random.split()));
    }

    /** The weights of the one head, shape (D). */
    public double[] weights() {
        return single.clone();
    }

    /**
     * Standardised rewards under a remedy.
     *
     * @param vectors of each prompt's responses, shape (prompts, responses, D)
     * @param reference probabilities of the responses, shape (prompts, responses)
     */
    public double[][] rewards(Remedy remedy, List<float[][]> vectors, double[][] reference) {
        if (remedy.single()) {
            return StandardizedReward.of(scores(single, vectors), reference);
        }
        List<double[][]> members = ensemble.stream()
                .map(weights -> StandardizedReward.of(scores(weights, vectors), reference))
                .toList();
        double[][] out = new double[reference.length][];
        double[] scores = new double[MEMBERS];
        for (int p = 0; p < out.length; p++) {
            out[p] = new double[reference[p].length];
            for (int y = 0; y < out[p].length; y++) {
                for (int m = 0; m < MEMBERS; m++) {
                    scores[m] = members.get(m)[p][y];
                }
                out[p][y] = remedy.combined(scores);
            }
        }
        return StandardizedReward.of(out, reference);
    }

    private static double[][] scores(double[] weights, List<float[][]> vectors) {
        return vectors.stream()
                .map(prompt -> Arrays.stream(prompt)
                        .mapToDouble(vector -> score(weights, vector))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double score(double[] weights, float[] vector) {
        double sum = 0;
        for (int d = 0; d < vector.length; d++) {
            sum += weights[d] * vector[d];
        }
        return sum;
    }
}
