package helpsteer.reward.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.reward.frozen.RegularizationPath;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against statsmodels' OrderedModel, whose fits have no penalty; ours gets one too small to matter. */
class OrdinalHeadTest {
    private static final JsonNode GOLDEN = HeadGoldens.json("ordinal.json");
    private static final float[][] X = HeadGoldens.vectors(GOLDEN.get("x"));
    private static final List<Ratings> Y = HeadGoldens.ratings(GOLDEN.get("y"));
    private static final double NO_PENALTY = 1e-9;

    @Test
    void of_fiveFourAndTwoLevels_equalsStatsmodels() {
        OrdinalHead head = OrdinalHead.of(X, Y, NO_PENALTY);
        for (Attribute a : Attribute.values()) {
            JsonNode expected = GOLDEN.get("attributes").get(a.index());
            CumulativeLogit fit = head.fit(a);
            assertThat(IntStream.of(fit.levels()).mapToDouble(l -> l).toArray())
                    .isEqualTo(Goldens.numbers(expected.get("levels")));
            assertThat(fit.weights()).containsExactly(Goldens.numbers(expected.get("weights")), within(1e-4));
            assertThat(fit.cuts()).containsExactly(Goldens.numbers(expected.get("cuts")), within(1e-4));
            double loss = 0;
            for (int i = 0; i < X.length; i++) {
                loss += fit.loss(X[i], Y.get(i).of(a));
            }
            assertThat(loss).isCloseTo(-expected.get("log_likelihood").asDouble(), within(1e-6));
            for (int i = 0; i < 5; i++) {
                assertThat(fit.probabilities(X[i]))
                        .containsExactly(
                                Goldens.numbers(expected.get("probabilities").get(i)), within(1e-5));
            }
        }
    }

    @Test
    void of_twoLevels_isLogisticRegression() {
        Ratings thresholds = new Ratings(2, 2, 2, 2, 1);
        for (double penalty : new double[] {0.5, 20}) {
            CumulativeLogit two = OrdinalHead.of(X, Y, penalty).fit(Attribute.VERBOSITY);
            LogisticHead logistic = LogisticHead.of(X, Y, thresholds, penalty);
            double odds = logistic.head().apply(X[3]).verbosity();
            assertThat(two.probabilities(X[3])[1]).isCloseTo(1 / (1 + Math.exp(-odds)), within(1e-12));
        }
    }

    @Test
    void distribution_ratingNeverSeen_isImprobableButPossible() {
        OrdinalHead head = OrdinalHead.of(X, Y, 1);
        RatingDistribution complexity = head.distribution(X[0], Attribute.COMPLEXITY);
        assertThat(complexity.of(2)).isCloseTo(1.0 / 155, within(1e-12));
        assertThat(head.means(X[0]).complexity()).isEqualTo(complexity.mean());
        CumulativeLogit fit = head.fit(Attribute.COMPLEXITY);
        assertThat(complexity.of(3)).isCloseTo((150 * fit.probabilities(X[0])[2] + 1) / 155, within(1e-12));
    }

    /** Far out along the weights nothing overflows, and the mean follows. */
    @Test
    void distribution_extremeVectors_isADistribution() {
        OrdinalHead head = OrdinalHead.of(X, Y, 1);
        double[] weights = head.fit(Attribute.HELPFULNESS).weights();
        for (double size : new double[] {1, 1e3, 1e6}) {
            float[] up = new float[4];
            float[] down = new float[4];
            for (int d = 0; d < 4; d++) {
                up[d] = (float) (size * Math.signum(weights[d]));
                down[d] = -up[d];
            }
            double high = head.distribution(up, Attribute.HELPFULNESS).mean();
            assertThat(high)
                    .isGreaterThan(
                            head.distribution(down, Attribute.HELPFULNESS).mean());
            assertThat(high).isBetween(0.0, 4.0);
        }
    }

    @Test
    void choosing_folds_takesThePenaltyOfTheLeastHeldOutLoss() {
        int[] folds = IntStream.range(0, X.length).map(i -> i % 3).toArray();
        OrdinalHead chosen = OrdinalHead.choosing(X, Y, folds);
        for (Attribute a : Attribute.values()) {
            double best = heldOut(folds, a, chosen.penalty(a));
            for (double penalty : new double[] {0.1, 3, 100, 1e4}) {
                assertThat(best).isLessThanOrEqualTo(heldOut(folds, a, penalty) + 1e-6);
            }
        }
    }

    private static double heldOut(int[] folds, Attribute attribute, double penalty) {
        double loss = 0;
        for (int fold = 0; fold < 3; fold++) {
            int held = fold;
            int[] rest = RegularizationPath.rows(folds, f -> f != held);
            float[][] x = IntStream.of(rest).mapToObj(i -> X[i]).toArray(float[][]::new);
            OrdinalHead head =
                    OrdinalHead.of(x, IntStream.of(rest).mapToObj(Y::get).toList(), penalty);
            for (int row : RegularizationPath.rows(folds, f -> f == held)) {
                loss += head.fit(attribute).loss(X[row], Y.get(row).of(attribute));
            }
        }
        return loss;
    }

    @Test
    void distribution_byHand_givesMeanQuantilesAndScores() {
        RatingDistribution d = new RatingDistribution(List.of(0.1, 0.2, 0.4, 0.2, 0.1));
        assertThat(d.mean()).isCloseTo(2, within(1e-12));
        assertThat(d.quantile(0.05)).isZero();
        assertThat(d.quantile(0.3)).isEqualTo(1);
        assertThat(d.quantile(0.5)).isEqualTo(2);
        assertThat(d.quantile(0.95)).isEqualTo(4);
        assertThat(d.logLoss(1)).isCloseTo(-Math.log(0.2), within(1e-12));
        // cumulative 0.1 0.3 0.7 0.9 against 0 0 0 1
        assertThat(d.rankedProbabilityScore(3)).isCloseTo(0.01 + 0.09 + 0.49 + 0.01, within(1e-12));
        RatingDistribution sure = new RatingDistribution(List.of(1.0, 0.0, 0.0, 0.0, 0.0));
        assertThat(sure.rankedProbabilityScore(0)).isZero();
        assertThat(sure.rankedProbabilityScore(4)).isEqualTo(4);
    }

    @Test
    void distribution_badInput_isRefused() {
        assertThatThrownBy(() -> new RatingDistribution(List.of(0.5, 0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probabilities must be 5 of at least 0 with a sum of 1, got [0.5, 0.5]");
        RatingDistribution d = new RatingDistribution(List.of(0.2, 0.2, 0.2, 0.2, 0.2));
        assertThatThrownBy(() -> d.of(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rating must be in 0..4, got 5");
        assertThatThrownBy(() -> d.quantile(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share must be in (0, 1), got 1.0");
        assertThatThrownBy(() -> OrdinalHead.of(X, Y, 1).means(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector must have length 4, got 3");
    }
}
