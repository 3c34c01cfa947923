package helpsteer.align.steerlm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A score's distribution over ratings: by the paper's orientation, by scipy and mpmath, and by its own laws. */
class BetaRatingsTest {
    private static final BetaRatings HALF = BetaRatings.of(Bins.HALF_INTEGER);
    private static final BetaRatings EQUAL = BetaRatings.of(Bins.EQUAL);

    private static void near(BetaRatings ratings, double score, double... expected) {
        double[] found = ratings.probabilities(score);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("score %s, rating %d", score, i).isCloseTo(expected[i], within(5.1e-5));
        }
    }

    @Test
    void probabilities_halfIntegerBins_areThoseOfTheFactSheet() {
        near(HALF, 3, 0, 0.0001, 0.0858, 0.8554, 0.0587);
        near(HALF, 2, 0, 0.1090, 0.7820, 0.1090, 0);
        near(HALF, 3.6, 0, 0, 0.0007, 0.2876, 0.7117);
    }

    @Test
    void probabilities_equalBins_areThoseOfTheFactSheet() {
        near(EQUAL, 3, 0, 0.0002, 0.0538, 0.6407, 0.3053);
        near(EQUAL, 2, 0.0006, 0.1630, 0.6727, 0.1630, 0.0006);
    }

    @Test
    void probabilities_manyScoresAndTotals_equalScipyAndMpmath() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(
                        Path.of("lib/src/test/resources/golden/align/beta.json").toFile());
        assertThat(golden.get("rows")).hasSize(60);
        for (JsonNode row : golden.get("rows")) {
            BetaRatings ratings = new BetaRatings(
                    Bins.valueOf(row.get("bins").asText()), row.get("total").asDouble(), 0.04, 3.96);
            double score = row.get("score").asDouble();
            for (int rating = 0; rating <= Attribute.MAX; rating++) {
                String name = row.get("bins") + ", total " + row.get("total") + ", score " + score + ", " + rating;
                assertThat(ratings.probability(score, rating))
                        .as(name)
                        .isCloseTo(row.get("probabilities").get(rating).asDouble(), within(1e-10));
                assertThat(ratings.logProbability(score, rating))
                        .as(name + ", logarithm")
                        .isCloseTo(row.get("logs").get(rating).asDouble(), within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void logProbability_anyScoreOfTheLargestTotal_isFinite(Bins bins) {
        BetaRatings sharpest = new BetaRatings(bins, 300, 1e-9, 4 - 1e-9);
        for (double score : new double[] {-1e300, 0, 1e-9, 0.5, 1.99, 2, 3.9999, 4, 1e300}) {
            double sum = 0;
            for (int rating = 0; rating <= Attribute.MAX; rating++) {
                assertThat(sharpest.logProbability(score, rating)).isFinite().isLessThanOrEqualTo(0);
                sum += sharpest.probability(score, rating);
            }
            assertThat(sum).isCloseTo(1, within(1e-10));
        }
    }

    @ParameterizedTest
    @EnumSource
    void probabilities_scoreTurnedAround_areTurnedAround(Bins bins) {
        SplittableRandom random = new SplittableRandom(3);
        BetaRatings ratings = BetaRatings.of(bins);
        for (int i = 0; i < 100; i++) {
            double score = random.nextDouble(-1, 5);
            double[] there = ratings.probabilities(score);
            double[] back = ratings.probabilities(4 - score);
            for (int rating = 0; rating <= 4; rating++) {
                assertThat(back[4 - rating]).as("seed 3, score %s", score).isCloseTo(there[rating], within(1e-12));
            }
            assertThat(Arrays.stream(there).sum()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void probabilities_wholeScores_haveTheirModeThereOnlyWithHalfIntegerBins() {
        for (int score = 0; score <= 4; score++) {
            assertThat(mode(HALF, score)).isEqualTo(score);
        }
        assertThat(mode(EQUAL, 3.3)).isEqualTo(4);
        assertThat(mode(HALF, 3.3)).isEqualTo(3);
    }

    private static int mode(BetaRatings ratings, double score) {
        double[] p = ratings.probabilities(score);
        int best = 0;
        for (int i = 1; i < p.length; i++) {
            best = p[i] > p[best] ? i : best;
        }
        return best;
    }

    @Test
    void logProbability_fiveAttributes_isTheSumOfTheFive() {
        AttributeScores scores = new AttributeScores(3.6, 3.1, 3.9, 1.2, 2.4);
        double expected = HALF.logProbability(3.6, 4)
                + HALF.logProbability(3.1, 4)
                + HALF.logProbability(3.9, 4)
                + HALF.logProbability(1.2, 2)
                + HALF.logProbability(2.4, 2);
        assertThat(HALF.logProbability(scores, new Ratings(4, 4, 4, 2, 2))).isEqualTo(expected);
    }

    @Test
    void clipped_scoresBeyondTheScale_countAsItsEnds() {
        assertThat(HALF.clipped(-3)).isEqualTo(0.04);
        assertThat(HALF.clipped(4.7)).isEqualTo(3.96);
        assertThat(HALF.clipped(1.5)).isEqualTo(1.5);
        assertThat(HALF.withClipping(1, 2).clipped(3)).isEqualTo(2);
        assertThat(HALF.alpha(3)).isEqualTo(18);
    }

    @Test
    void betaRatings_badInput_isRefused() {
        assertThatThrownBy(() -> new BetaRatings(Bins.EQUAL, 301, 0.04, 3.96))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("total must be in (0, 300], got 301.0");
        assertThatThrownBy(() -> HALF.withClipping(0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lowest and highest must be within (0, 4), the first not above the other, got 0.0 and 3.0");
        assertThatThrownBy(() -> HALF.probability(Double.NaN, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score must be finite, got NaN");
        assertThatThrownBy(() -> HALF.probability(2, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rating must be in 0..4, got 5");
    }
}
