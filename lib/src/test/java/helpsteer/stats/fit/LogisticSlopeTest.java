package helpsteer.stats.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.Golden;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticSlopeTest {
    @Test
    void of_goldenRows_equalStatsmodelsWithClusters() {
        for (JsonNode row : Golden.rows("logistic-slope")) {
            LogisticSlope slope = LogisticSlope.of(
                    Golden.doubles(row.get("x")), Golden.doubles(row.get("outcomes")), Golden.ints(row.get("groups")));
            Golden.assertClose("slope", slope.value(), row.get("slope").asDouble(), 1e-8);
            Golden.assertClose("error", slope.standardError(), row.get("error").asDouble(), 1e-8);
        }
    }

    /** Differences of 1 and -1, won three times of four: the slope is the logarithm of the odds. */
    @Test
    void of_fourUnitDifferences_isByHand() {
        double[] differences = {1, 1, -1, -1};
        double[] outcomes = {1, 1, 0, 1};
        LogisticSlope slope = LogisticSlope.of(differences, outcomes, new int[] {0, 1, 2, 3});
        assertThat(slope.value()).isCloseTo(Math.log(3), within(1e-12));
        assertThat(slope.probability(1)).isCloseTo(0.75, within(1e-12));
        double curvature = 4 * 0.75 * 0.25;
        double squares = 3 * 0.25 * 0.25 + 0.75 * 0.75;
        assertThat(slope.standardError()).isCloseTo(Math.sqrt(squares * 4 / 3) / curvature, within(1e-12));
        assertThat(slope).hasToString("slope 1.0986, standard error 1.3333, n=4 in 4 groups");
        assertThat(1 / Temperature.of(differences, outcomes).value()).isCloseTo(slope.value(), within(1e-9));
    }

    /** Rows that stand twice in one group tell no more than once. */
    @Test
    void of_rowsTwiceInTheirGroup_hasTheSameError() {
        SplittableRandom random = new SplittableRandom(4);
        double[] x = Golden.normal(random, 60);
        double[] y = IntStream.range(0, 60)
                .mapToDouble(i -> random.nextDouble() < LogisticFit.sigmoid(x[i]) ? 1 : 0)
                .toArray();
        int[] groups = IntStream.range(0, 60).toArray();
        LogisticSlope once = LogisticSlope.of(x, y, groups);
        int[] twice = IntStream.range(0, 120).map(i -> i / 2).toArray();
        LogisticSlope doubled = LogisticSlope.of(
                IntStream.of(twice).mapToDouble(i -> x[i]).toArray(),
                IntStream.of(twice).mapToDouble(i -> y[i]).toArray(),
                twice);
        assertThat(doubled.value()).isCloseTo(once.value(), within(1e-9));
        assertThat(doubled.standardError()).isCloseTo(once.standardError(), within(1e-9));
        assertThat(doubled.count()).isEqualTo(120);
    }

    @Test
    void of_noSlopeOrBadInput_isRefused() {
        double[] two = {1, 2};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogisticSlope.of(two, new double[] {1, 1}, new int[] {0, 1}))
                .withMessage("outcomes must overlap, got columns that tell every one of them; add a penalty or rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogisticSlope.of(new double[2], new double[] {1, 0}, new int[] {0, 1}))
                .withMessage("columns must not be linear combinations of each other; drop one or add a penalty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogisticSlope.of(two, new double[] {1, 0}, new int[] {0}))
                .withMessage("differences and groups must be of one length, got 2 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogisticSlope.of(two, new double[] {1, 0}, new int[] {7, 7}))
                .withMessage("groups must be at least 2 and at most count, got 1 groups of 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogisticSlope(Double.NaN, 0, 2, 2))
                .withMessage("value must be finite and standardError at least 0 and finite, got NaN and 0.0");
    }
}
