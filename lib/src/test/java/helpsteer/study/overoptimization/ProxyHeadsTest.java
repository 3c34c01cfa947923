package helpsteer.study.overoptimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProxyHeadsTest {
    private static final int WIDTH = 4;

    private static float[] vector(SplittableRandom random) {
        float[] out = new float[WIDTH];
        for (int d = 0; d < WIDTH; d++) {
            out[d] = (float) random.nextGaussian();
        }
        return out;
    }

    /** The better one has more of the first component and less of the second, with a logistic rater. */
    private static List<Pair<float[]>> pairs(int count, SplittableRandom random) {
        List<Pair<float[]>> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] one = vector(random);
            float[] other = vector(random);
            double difference = one[0] - other[0] - (one[1] - other[1]);
            boolean first = random.nextDouble() < 1 / (1 + Math.exp(-difference));
            out.add(first ? new Pair<>(one, other) : new Pair<>(other, one));
        }
        return out;
    }

    private static double[][] uniform(int responses) {
        return new double[][] {
            IntStream.range(0, responses).mapToDouble(i -> 1.0 / responses).toArray()
        };
    }

    @Test
    void fit_manyPairs_findsTheDirectionOfGold() {
        SplittableRandom random = new SplittableRandom(1);
        double[] weights = ProxyHeads.fit(pairs(3000, random), random).weights();
        assertThat(weights[0]).isCloseTo(1, within(0.15));
        assertThat(weights[1]).isCloseTo(-1, within(0.15));
        assertThat(weights[2]).isCloseTo(0, within(0.15));
        assertThat(weights[3]).isCloseTo(0, within(0.15));
    }

    @Test
    void rewards_everyRemedy_areStandardised() {
        SplittableRandom random = new SplittableRandom(2);
        ProxyHeads heads = ProxyHeads.fit(pairs(100, random), random);
        List<float[][]> vectors = List.<float[][]>of(
                IntStream.range(0, 300).mapToObj(i -> vector(random)).toArray(float[][]::new));
        for (Remedy remedy : Remedy.values()) {
            double[] rewards = heads.rewards(remedy, vectors, uniform(300))[0];
            double mean = 0;
            double squares = 0;
            for (double reward : rewards) {
                mean += reward / 300;
                squares += reward * reward / 300;
            }
            assertThat(mean).as("%s", remedy).isCloseTo(0, within(1e-12));
            assertThat(squares).as("%s", remedy).isCloseTo(1, within(1e-12));
        }
    }

    /**
     * On components that say nothing the five heads are of one sign in about a third of the worlds: each is the one head, which errs by
     * a standard error, less another standard error, and five of six such numbers are on one side of the sixth as often. In the
     * others the worst of five is best where the heads agree.
     */
    @Test
    void rewards_worstCase_isLowWhereTheMembersDisagree() {
        float[] usual = {0, 0, 0, 0};
        float[] odd = {0, 0, 9, 9};
        float[] opposite = {0, 0, -9, -9};
        List<float[][]> vectors = List.<float[][]>of(new float[][] {usual, odd, opposite});
        int low = 0;
        for (int world = 0; world < 60; world++) {
            SplittableRandom random = new SplittableRandom(world);
            ProxyHeads heads = ProxyHeads.fit(pairs(40, random), random);
            double[] worst = heads.rewards(Remedy.WORST_CASE, vectors, uniform(3))[0];
            low += worst[0] > Math.max(worst[1], worst[2]) + 1e-9 ? 1 : 0;
            double[] single = heads.rewards(Remedy.SINGLE, vectors, uniform(3))[0];
            assertThat(single[0])
                    .isLessThan(Math.max(single[1], single[2])); // a linear head calls one of the odd ones best
        }
        assertThat(low).isBetween(28, 52); // of 60, 40 being expected
    }

    @Test
    void fit_sameSeed_isTheSame() {
        List<Pair<float[]>> pairs = pairs(50, new SplittableRandom(4));
        List<float[][]> vectors = List.<float[][]>of(new float[][] {{1, 2, 3, 4}, {4, 3, 2, 1}, {0, 1, 0, 1}});
        double[][] once =
                ProxyHeads.fit(pairs, new SplittableRandom(5)).rewards(Remedy.WORST_CASE, vectors, uniform(3));
        double[][] again =
                ProxyHeads.fit(pairs, new SplittableRandom(5)).rewards(Remedy.WORST_CASE, vectors, uniform(3));
        assertThat(once).isDeepEqualTo(again);
    }

    /** Scores 1, 2, 3, 4, 5: mean 3, lowest 1, variance 2. */
    @Test
    void combined_fiveScores_byHand() {
        double[] scores = {3, 1, 2, 5, 4};
        assertThat(Remedy.ENSEMBLE_MEAN.combined(scores)).isEqualTo(3);
        assertThat(Remedy.WORST_CASE.combined(scores)).isEqualTo(1);
        assertThat(Remedy.UNCERTAINTY_WEIGHTED.combined(scores)).isCloseTo(2, within(1e-12));
    }
}
