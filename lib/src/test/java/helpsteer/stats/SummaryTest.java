package helpsteer.stats;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void of_golden_equalsNumPy() {
        for (JsonNode row : Golden.rows("summary")) {
            String name = row.get("case").asText();
            double[] x = Golden.doubles(row.get("x"));
            Summary summary = Summary.of(x);
            assertThat(summary.count()).isEqualTo(x.length);
            assertThat(summary.mean())
                    .as(name)
                    .isCloseTo(
                            row.get("mean").asDouble(),
                            within(1e-14 * summary.sampleSd() + 1e-16 * Math.abs(summary.mean()) * 4));
            assertClose(name, summary.sampleSd(), row.get("sampleSd").asDouble(), 1e-9);
            assertClose(name, summary.populationSd(), row.get("populationSd").asDouble(), 1e-9);
            assertThat(summary.min()).isEqualTo(row.get("min").asDouble());
            assertThat(summary.max()).isEqualTo(row.get("max").asDouble());
            assertClose(name, summary.median(), row.get("median").asDouble(), 1e-14);
            for (JsonNode quantile : row.get("quantiles")) {
                double share = quantile.get(0).asDouble();
                assertClose(
                        name + " " + share,
                        Summary.quantile(x, share),
                        quantile.get(1).asDouble(),
                        1e-12);
            }
        }
    }

    @Test
    void intervals_golden_equalStatsmodels() {
        for (JsonNode row : Golden.rows("summary")) {
            String name = row.get("case").asText();
            Moments moments = Moments.of(Golden.doubles(row.get("x")));
            for (JsonNode golden : row.path("meanIntervals")) {
                Interval interval = moments.meanInterval(golden.get(0).asDouble());
                assertClose(
                        name, interval, golden.get(1).asDouble(), golden.get(2).asDouble(), 1e-11);
            }
            for (JsonNode golden : row.path("sdIntervals")) {
                Interval interval = moments.sdInterval(golden.get(0).asDouble());
                assertClose(
                        name, interval, golden.get(1).asDouble(), golden.get(2).asDouble(), 1e-9);
            }
        }
    }

    @Test
    void of_handMade_isByHand() {
        Summary summary = Summary.of(2, 4, 4, 4, 5, 5, 7, 9);
        assertThat(summary.mean()).isEqualTo(5);
        assertThat(summary.populationSd()).isCloseTo(2, within(1e-15));
        assertThat(summary.sampleSd()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-15));
        assertThat(summary.median()).isEqualTo(4.5);
        assertThat(summary).hasToString("n=8, mean 5.0000, sd 2.1381, min 2.0000, median 4.5000, max 9.0000");
    }

    @Test
    void of_oneValue_hasNoSampleSd() {
        Summary summary = Summary.of(3);
        assertThat(summary.sampleSd()).isNaN();
        assertThat(summary.populationSd()).isZero();
        assertThat(summary.median()).isEqualTo(3);
        assertThat(Summary.quantile(new double[] {3}, 0.3)).isEqualTo(3);
    }

    @Test
    void of_constant_hasExactlyNoSpread() {
        double[] tenths = new double[7];
        Arrays.fill(tenths, 0.1); // a sum over seven of them is not 0.7
        assertThat(Summary.of(tenths).sampleSd()).isLessThan(1e-16);
        assertThat(Summary.of(3, 3, 3).sampleSd()).isZero();
    }

    @Test
    void of_largestDoubles_neitherOverflowsNorVanishes() {
        assertThat(Summary.of(Double.MAX_VALUE, Double.MAX_VALUE).mean()).isEqualTo(Double.MAX_VALUE);
        assertClose("small", Summary.of(1e-200, 3e-200).sampleSd(), Math.sqrt(2) * 1e-200, 1e-14);
    }

    @Test
    void of_unsorted_leavesTheCallersArrayAlone() {
        double[] values = {3, 1, 2};
        Summary.of(values);
        Summary.quantile(values, 0.5);
        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void of_empty_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(Summary::of)
                .withMessage("values must hold at least 1 value, got 0");
    }

    @Test
    void of_nan_isRefusedWithItsPosition() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summary.of(1, 2, Double.NaN))
                .withMessage("values[2] must be finite, got NaN; drop it and say how many were dropped");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summary.of(Double.NEGATIVE_INFINITY))
                .withMessageStartingWith("values[0] must be finite, got -Infinity");
    }

    @Test
    void quantile_shareOutside_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summary.quantile(new double[] {1}, Double.NaN))
                .withMessage("share must be in [0, 1], got NaN");
    }

    @Test
    void intervals_oneValue_areRefused() {
        Moments one = Moments.of(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.meanInterval(0.95))
                .withMessage("count must be at least 2 for an interval of the mean, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.sdInterval(0.95))
                .withMessage("count must be at least 2 for an interval of the sd, got 1");
    }

    @Test
    void moments_badValues_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Moments(0, 1, 1))
                .withMessage("count must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Moments(5, Double.NaN, 1))
                .withMessage("mean must be finite, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Moments(5, 1, -1))
                .withMessage("sampleSd must be at least 0, got -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Moments(5, 1, 1).meanInterval(1))
                .withMessage("level must be in (0, 1), got 1.0");
    }

    /** 0.3 · v + 0.7 · v misses v by rounding for many v; a quantile between equal values must not. */
    @Test
    void quantile_betweenEqualValues_isThatValue() {
        Golden.forAll(random -> {
            double value = random.nextDouble();
            double share = random.nextDouble();
            assertThat(Summary.quantile(new double[] {value, value, value}, share))
                    .isEqualTo(value);
        });
    }
}
