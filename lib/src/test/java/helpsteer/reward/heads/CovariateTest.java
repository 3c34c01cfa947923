package helpsteer.reward.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Ratings;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.LinearHead;
import helpsteer.reward.frozen.Ridge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A vector of three numbers, of which the second is half of a length; raters give for the first and for length. */
class CovariateTest {
    private static final int ROWS = 4000;
    private static final SplittableRandom RANDOM = new SplittableRandom(3);
    private static final float[][] VECTORS = new float[ROWS][];
    private static final double[] LENGTHS = new double[ROWS];
    private static final double[] SEEN = new double[ROWS];

    static {
        for (int i = 0; i < ROWS; i++) {
            VECTORS[i] = new float[] {gauss(), gauss(), gauss()};
            LENGTHS[i] = 700 + 100 * (0.6 * VECTORS[i][1] + 0.8 * gauss());
            SEEN[i] = VECTORS[i][0] + 0.7 * (LENGTHS[i] - 700) / 100;
        }
    }

    private static float gauss() {
        return (float) RANDOM.nextGaussian();
    }

    private static List<Ratings> ratings() {
        return Arrays.stream(SEEN)
                .mapToObj(x -> (int) Math.max(0, Math.min(4, Math.round(2 + x / 2))))
                .map(r -> new Ratings(r, 0, 0, 0, 0))
                .toList();
    }

    private static double[] relative(LinearHead head) {
        double[] weights = head.weights(Attribute.HELPFULNESS);
        return Arrays.stream(weights).map(w -> w / weights[0]).toArray();
    }

    @Test
    void leftOut_ridge_givesNothingForLength() {
        double[] copied = relative(Ridge.of(VECTORS, ratings(), 1).head());
        assertThat(copied[1]).isCloseTo(0.7 * 0.6, within(0.05));
        float[][] beside = Covariate.of(LENGTHS).beside(VECTORS, LENGTHS);
        double[] without =
                relative(Covariate.leftOut(Ridge.of(beside, ratings(), 1).head()));
        assertThat(without).hasSize(3);
        assertThat(without[1]).isCloseTo(0, within(0.03));
        assertThat(without[2]).isCloseTo(0, within(0.03));
    }

    @Test
    void leftOut_bradleyTerry_givesNothingForLength() {
        assertThat(relative(fitted(VECTORS))[1]).isCloseTo(0.7 * 0.6, within(0.15));
        double[] without =
                relative(Covariate.leftOut(fitted(Covariate.of(LENGTHS).beside(VECTORS, LENGTHS))));
        assertThat(without[1]).isCloseTo(0, within(0.15));
    }

    private static LinearHead fitted(float[][] vectors) {
        SplittableRandom random = new SplittableRandom(7);
        List<Pair<float[]>> pairs = new ArrayList<>();
        for (int i = 0; i < ROWS; i += 2) {
            double apart = SEEN[i] - SEEN[i + 1] + random.nextGaussian();
            pairs.add(new Pair<>(vectors[apart > 0 ? i : i + 1], vectors[apart > 0 ? i + 1 : i]));
        }
        double[] ones = new double[pairs.size()];
        Arrays.fill(ones, 1);
        return BradleyTerryHead.of(new PairVectors(pairs, ones), BradleyTerry.REGULAR, 1)
                .head();
    }

    /** Were it penalised like the others, a strong penalty would leave its part to them. */
    @Test
    void beside_strongPenalty_hardlyTouchesTheCovariate() {
        float[][] beside = Covariate.of(LENGTHS).beside(VECTORS, LENGTHS);
        double[] weights = Ridge.of(beside, ratings(), 1e4).head().weights(Attribute.HELPFULNESS);
        double[] alone = Ridge.of(beside, ratings(), 1e-3).head().weights(Attribute.HELPFULNESS);
        assertThat(weights[0] / alone[0]).isLessThan(0.4);
        assertThat(weights[3] / alone[3]).isBetween(0.95, 1.05);
    }

    @Test
    void beside_trainingRows_isStandardisedAndTheMeanCountsInTheIntercept() {
        double[] lengths = {10, 20, 30};
        float[][] vectors = {{1}, {2}, {3}};
        float[][] beside = Covariate.of(lengths).beside(vectors, lengths);
        assertThat(beside[1]).containsExactly(2, 0);
        assertThat(beside[2][1]).isCloseTo((float) (1000 * Math.sqrt(1.5)), within(1e-3f));
        LinearHead head =
                new LinearHead(new double[][] {{5, 9}, {0, 0}, {0, 0}, {0, 0}, {1, 1}}, new double[] {0.5, 0, 0, 0, 7});
        LinearHead alone = Covariate.leftOut(head);
        assertThat(alone.apply(new float[] {2}).helpfulness()).isEqualTo(10.5);
        assertThat(alone.apply(new float[] {2}).verbosity()).isEqualTo(9);
    }

    @Test
    void of_constantOrTooFew_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Covariate.of(new double[] {4, 4}))
                .withMessage("mean must be finite and sd above 0, got 4.0 and 0.0; take a number that varies");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Covariate(0, 1).beside(new float[3][1], new double[2]))
                .withMessage("vectors and values must be of one length, got 3 and 2");
    }
}
