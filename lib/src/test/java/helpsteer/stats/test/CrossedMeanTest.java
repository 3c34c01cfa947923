package helpsteer.stats.test;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.Golden;
import helpsteer.stats.Interval;
import helpsteer.stats.Moments;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Means over items and repetitions, both drawn at random. */
class CrossedMeanTest {
    @Test
    void of_golden_isTheMeanSquaresOfStatsmodels() {
        for (JsonNode row : Golden.rows("crossed")) {
            CrossedMean mean = CrossedMean.of(Golden.matrix(row.get("values")));
            assertClose("estimate", mean.estimate(), row.get("mean").asDouble(), 1e-12);
            assertClose("items", mean.itemVariance(), row.get("items").asDouble(), 1e-10);
            assertClose(
                    "repetitions", mean.repetitionVariance(), row.get("added").asDouble(), 1e-9);
            assertClose("degrees", mean.degrees(), row.get("df").asDouble(), 1e-9);
            assertClose("p", mean.pValue(), row.get("p").asDouble(), 1e-8);
            for (JsonNode golden : row.get("intervals")) {
                assertClose(
                        "interval",
                        mean.interval(golden.get(0).asDouble()),
                        golden.get(1).asDouble(),
                        golden.get(2).asDouble(),
                        1e-9);
            }
        }
    }

    @Test
    void of_twoSeedsThreePairs_byHand() {
        // pair means 1, 1/2, 0; seed means 2/3, 1/3; the rest is ±1/6, ±1/6, ∓1/3, each twice
        CrossedMean mean = CrossedMean.of(new double[][] {{1, 1, 0}, {1, 0, 0}});
        assertThat(mean.estimate()).isCloseTo(0.5, within(1e-15));
        assertThat(mean.itemVariance()).isCloseTo(0.25 / 3, within(1e-15));
        assertThat(mean.repetitionSd()).isCloseTo(Math.sqrt(2) / 6, within(1e-15));
        // MS_rest = (8/36 + 4/36... summed: 4·(1/6)² + 2·(1/3)²) / 2 = 1/6, over 6 cells 1/36; seeds: (1/18) / 2 = 1/36
        assertThat(mean.repetitionVariance()).isCloseTo(0, within(1e-15));
        assertThat(mean.standardError()).isCloseTo(Math.sqrt(0.25 / 3), within(1e-15));
    }

    /** Strata of equal weight and size estimate the plain mean, but compare items with their stratum's mean only. */
    @Test
    void of_strata_variesWithinThemOnly() {
        double[][] values = {{0, 0, 1, 1}, {0, 0, 1, 1}};
        CrossedMean mean = CrossedMean.of(values, new int[] {0, 0, 1, 1}, 0.5, 0.5);
        assertThat(mean.estimate()).isEqualTo(0.5);
        assertThat(mean.standardError()).isZero();
        assertThat(mean.interval(0.95)).isEqualTo(new Interval(0.5, 0.5, 0.95));
        assertThat(mean.pValue()).isZero();
        assertThat(CrossedMean.of(values).standardError()).isCloseTo(Math.sqrt(1 / 12.0), within(1e-15));
        double[][] unlike = {{0, 1, 1, 1}};
        CrossedMean weighted = CrossedMean.of(unlike, new int[] {0, 0, 1, 1}, 0.8, 0.2);
        assertThat(weighted.estimate()).isCloseTo(0.8 * 0.5 + 0.2, within(1e-15));
        assertThat(weighted.itemVariance()).isCloseTo(0.64 * 0.5 / 2, within(1e-15));
        assertThat(weighted.degrees()).isCloseTo(1, within(1e-12));
    }

    @Test
    void of_oneRepetition_saysThatItsNoiseIsUnknown() {
        CrossedMean mean = CrossedMean.of(new double[][] {{1, 2, 4}});
        assertThat(mean.repetitionSd()).isNaN();
        assertThat(mean.repetitionVariance()).isNaN();
        Interval students = Moments.of(1, 2, 4).meanInterval(0.9);
        assertClose("interval", mean.interval(0.9), students.low(), students.high(), 1e-12);
        assertThat(mean).hasToString("2.3333 [-1.4612, 6.1279], SD of 1 repetitions NaN, p = 0.12");
    }

    @Test
    void of_nothingVaries_hasNoWidth() {
        assertThat(CrossedMean.of(new double[][] {{0, 0}, {0, 0}}).pValue()).isEqualTo(1);
    }

    /** Where both vary, so many of a hundred 90 % intervals hold the true mean. */
    @Test
    void interval_itemsAndSeedsDrawn_coversTheTruth() {
        int covered = 0;
        int pairsAlone = 0;
        for (long seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] items = Golden.normal(random, 30);
            double[] seeds = Golden.normal(random, 4);
            double[][] values = new double[4][30];
            for (int r = 0; r < 4; r++) {
                double[] rest = Golden.normal(random, 30);
                for (int i = 0; i < 30; i++) {
                    values[r][i] = items[i] + 0.5 * seeds[r] + rest[i];
                }
            }
            CrossedMean mean = CrossedMean.of(values);
            covered += mean.interval(0.9).contains(0) ? 1 : 0;
            double half = 1.7 * Math.sqrt(mean.itemVariance());
            pairsAlone += Math.abs(mean.estimate()) <= half ? 1 : 0;
        }
        assertThat(covered).isBetween(340, 385);
        assertThat(pairsAlone).isLessThan(covered - 20); // pairs alone would be too sure
    }

    @Test
    void of_badTables_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrossedMean.of(new double[0][]))
                .withMessage("values must have a row for each repetition, got none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrossedMean.of(new double[][] {{1}}))
                .withMessage("values must hold at least 2 values, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrossedMean.of(new double[][] {{1, 2}, {1, 2, 3}}))
                .withMessage("values and strata must be of one length, got 3 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrossedMean.of(new double[][] {{1, 2, 3}}, new int[] {0, 0, 1}, 0.5, 0.5))
                .withMessage("each stratum must have at least 2 items, got 1 in stratum 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrossedMean.of(new double[][] {{1, Double.NaN}}))
                .withMessage("values[1] must be finite, got NaN; drop it and say how many were dropped");
    }
}
