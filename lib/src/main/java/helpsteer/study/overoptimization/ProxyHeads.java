package helpsteer.study.overoptimization;

import helpsteer.data.Pair;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.heads.BradleyTerryHead;
import helpsteer.reward.heads.PairVectors;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Proxies of some preference pairs: one head on all of them, and an ensemble of five on bootstrap resamples of them. Pairs are
 * compared with the regular Bradley-Terry loss; the penalty is that which cross-validation chooses for the one head.
 */
public final class ProxyHeads {
    /** As many as Coste et al. (arXiv 2310.02743) take. */
    public static final int MEMBERS = 5;

    /** Fewer pairs than this cannot be cross-validated. */
    public static final int FEWEST_PAIRS = 20;

    private static final int FOLDS = 5;

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
    public static ProxyHeads fit(List<Pair<float[]>> pairs, RandomGenerator random) {
        int[] folds = IntStream.range(0, pairs.size()).map(i -> i % FOLDS).toArray();
        BradleyTerryHead one = BradleyTerryHead.choosing(vectors(pairs), BradleyTerry.REGULAR, folds);
        List<double[]> members = IntStream.range(0, MEMBERS)
                .mapToObj(member -> {
                    List<Pair<float[]>> drawn = IntStream.range(0, pairs.size())
                            .mapToObj(i -> pairs.get(random.nextInt(pairs.size())))
                            .toList();
                    return weights(BradleyTerryHead.of(vectors(drawn), BradleyTerry.REGULAR, one.penalty()));
                })
                .toList();
        return new ProxyHeads(weights(one), members);
    }

    /**
     * Sizes of training sets as they may be: at least one, rising, none below {@link #FEWEST_PAIRS}.
     *
     * @return a copy
     */
    public static List<Integer> checkedSizes(List<Integer> pairs) {
        boolean rising = IntStream.range(1, pairs.size()).allMatch(i -> pairs.get(i - 1) < pairs.get(i));
        if (pairs.isEmpty() || !rising || pairs.get(0) < FEWEST_PAIRS) {
            throw new IllegalArgumentException(
                    "pairs must be rising numbers of at least " + FEWEST_PAIRS + ", got " + pairs);
        }
        return List.copyOf(pairs);
    }

    private static PairVectors vectors(List<Pair<float[]>> pairs) {
        double[] strengths = new double[pairs.size()];
        Arrays.fill(strengths, 1);
        return new PairVectors(pairs, strengths);
    }

    private static double[] weights(BradleyTerryHead head) {
        return head.weights().stream().mapToDouble(Double::doubleValue).toArray();
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
