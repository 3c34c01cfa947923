package helpsteer.reward.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against scikit-learn's LogisticRegression. */
class LogisticHeadTest {
    private static final JsonNode GOLDEN = HeadGoldens.json("logistic.json");
    private static final float[][] X = HeadGoldens.vectors(GOLDEN.get("x"));
    private static final List<Ratings> Y = HeadGoldens.ratings(GOLDEN.get("y"));
    private static final Ratings THRESHOLDS =
            Ratings.of(a -> GOLDEN.get("thresholds").get(a.index()).asInt());

    @Test
    void of_severalPenalties_equalsScikitLearn() {
        assertThat(GOLDEN.get("fits")).hasSize(3);
        for (JsonNode fit : GOLDEN.get("fits")) {
            LogisticHead logistic =
                    LogisticHead.of(X, Y, THRESHOLDS, fit.get("penalty").asDouble());
            for (Attribute a : Attribute.values()) {
                JsonNode expected = fit.get("attributes").get(a.index());
                double intercept = logistic.head().apply(new float[6]).of(a);
                assertThat(intercept).isCloseTo(expected.get("intercept").asDouble(), within(1e-5));
                for (int d = 0; d < 6; d++) {
                    float[] unit = new float[6];
                    unit[d] = 1;
                    assertThat(logistic.head().apply(unit).of(a) - intercept)
                            .isCloseTo(expected.get("weights").get(d).asDouble(), within(1e-5));
                }
                double odds = logistic.head().apply(X[0]).of(a);
                assertThat(logistic.probability(X[0], a)).isCloseTo(1 / (1 + Math.exp(-odds)), within(1e-12));
            }
        }
    }

    /** One rating hangs on the vector strongly, the others not at all. */
    @Test
    void choosing_signalAndNoise_penalisesNoiseMore() {
        SplittableRandom random = new SplittableRandom(5);
        float[][] x = HeadGoldens.random(random, 200, 4);
        List<Ratings> y = new ArrayList<>();
        for (float[] row : x) {
            int good = row[0] + 0.3 * random.nextDouble(-1, 1) > 0 ? 4 : 1;
            y.add(new Ratings(good, random.nextInt(5), random.nextInt(5), random.nextInt(5), random.nextInt(5)));
        }
        int[] folds = IntStream.range(0, 200).map(i -> i % 5).toArray();
        LogisticHead head = LogisticHead.choosing(x, y, new Ratings(2, 2, 2, 2, 2), folds);
        assertThat(head.penalties().get(0)).isLessThanOrEqualTo(3);
        assertThat(head.penalties().subList(1, 5)).allMatch(p -> p >= 10);
        assertThat(head.probability(new float[] {1, 0, 0, 0}, Attribute.HELPFULNESS))
                .isGreaterThan(0.95);
        assertThat(head.probability(new float[] {-1, 0, 0, 0}, Attribute.HELPFULNESS))
                .isLessThan(0.05);
    }

    @Test
    void evenThresholds_fourRows_divideMostEvenly() {
        List<Ratings> rows = List.of(
                new Ratings(0, 4, 1, 2, 3),
                new Ratings(1, 4, 1, 2, 3),
                new Ratings(3, 4, 4, 1, 2),
                new Ratings(4, 4, 4, 2, 3));
        assertThat(LogisticHead.evenThresholds(rows)).isEqualTo(new Ratings(3, 4, 4, 2, 3));
    }

    @Test
    void of_badInput_isRefused() {
        assertThatThrownBy(() -> LogisticHead.of(X, Y, new Ratings(1, 0, 2, 2, 2), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold of correctness must be in 1..4, got 0");
        assertThatThrownBy(() -> LogisticHead.of(X, Y, THRESHOLDS, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("penalty must be above 0 and finite, got 0.0");
        assertThatThrownBy(() -> LogisticHead.of(X, Y.subList(1, Y.size()), THRESHOLDS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vectors and labels must be at least 2 of one length, got 90 and 89");
        List<Ratings> alike = Y.stream()
                .map(r -> new Ratings(r.helpfulness(), 4, r.coherence(), 4, 4))
                .toList();
        assertThatThrownBy(() -> LogisticHead.of(X, alike, THRESHOLDS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("of correctness, levels must be at least 2 different ones, got [1];"
                        + " take more rows or another threshold");
        assertThatThrownBy(() -> LogisticHead.choosing(X, Y, THRESHOLDS, new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folds must name one of each row, got 3 for 90");
        assertThatThrownBy(() -> LogisticHead.choosing(X, Y, THRESHOLDS, new int[90]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folds must be at least 2 and none empty, got none of number 1");
    }
}
