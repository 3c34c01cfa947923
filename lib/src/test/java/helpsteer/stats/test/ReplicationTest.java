package helpsteer.stats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.stats.Bootstrap;
import helpsteer.stats.Golden;
import helpsteer.stats.Interval;
import helpsteer.stats.Values;
import helpsteer.stats.fit.Correlation;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplicationTest {
    private static final int POPULATION = 1000;

    @Test
    void ofMean_handMade_isByHand() {
        // n = 4, s² = 20/3, N = 16: variance 20/3 (1/4 - 1/16) = 1.25 for a part, 20/3 (1/4 + 1/16) = 25/12 apart
        double[] values = {1, 3, 5, 7};
        Replication part = Replication.ofMean(3.5, values, FinitePopulation.subsampleOf(16), 0.95);
        assertThat(part.ours()).isEqualTo(4);
        assertThat(part.standardError()).isCloseTo(Math.sqrt(1.25), within(1e-14));
        Replication apart = Replication.ofMean(3.5, values, FinitePopulation.independentOf(16), 0.95);
        assertThat(apart.standardError()).isCloseTo(Math.sqrt(25.0 / 12), within(1e-14));
        assertThat(apart.difference().low()).isCloseTo(0.5 - 3.182446305 * Math.sqrt(25.0 / 12), within(1e-7));
        assertThat(part)
                .hasToString(
                        "published 3.5000, ours 4.0000, difference 0.5000 [-3.0581, 4.0581]: within sampling error");
    }

    @Test
    void ofMean_wholeSet_leavesNoErrorAtAll() {
        double[] values = {1, 3, 5, 7};
        Replication exact = Replication.ofMean(4, values, FinitePopulation.subsampleOf(4), 0.95);
        assertThat(exact.difference()).isEqualTo(new Interval(0, 0, 0.95));
        assertThat(exact.withinSamplingError()).isTrue();
        assertThat(Replication.ofMean(4.01, values, FinitePopulation.subsampleOf(4), 0.95)
                        .toString())
                .endsWith(": beyond sampling error");
    }

    @Test
    void pValue_handMade_isSciPys() {
        // scipy 1.17.1: 2 * stats.t.sf(0.5 / np.sqrt(25 / 12), 3)
        Replication apart =
                Replication.ofMean(3.5, new double[] {1, 3, 5, 7}, FinitePopulation.independentOf(16), 0.95);
        assertThat(apart.degrees()).isEqualTo(3);
        assertThat(apart.pValue()).isCloseTo(0.7519072043205397, within(1e-14));
        FinitePopulation whole = FinitePopulation.subsampleOf(4);
        assertThat(Replication.ofMean(4, new double[] {1, 3, 5, 7}, whole, 0.95).pValue())
                .isEqualTo(1);
        assertThat(Replication.ofMean(4.01, new double[] {1, 3, 5, 7}, whole, 0.95)
                        .pValue())
                .isEqualTo(0);
    }

    @Test
    void pValue_intervalOfThatLevel_endsAtNothing() {
        Golden.forAll(random -> {
            double[] values = Golden.normal(random, 12);
            FinitePopulation endless = FinitePopulation.independentOf(1000);
            double p = Replication.ofMean(0.3, values, endless, 0.95).pValue();
            Interval interval = Replication.ofMean(0.3, values, endless, 1 - p).difference();
            assertThat(Math.min(Math.abs(interval.low()), Math.abs(interval.high())))
                    .isCloseTo(0, within(1e-7));
        });
    }

    @Test
    void ofMean_groupsOfOne_equalNoGroups() {
        double[] values = {1, 3, 5, 8};
        FinitePopulation alone = FinitePopulation.independentOf(100);
        assertThat(Replication.ofMean(3, values, alone.inGroups(9, 8, 7, 6), 0.9))
                .isEqualTo(Replication.ofMean(3, values, alone, 0.9));
    }

    @Test
    void ofMean_everyRowTwice_countsEachOnceWhenGrouped() {
        double[] once = {1, 3, 5, 8};
        double[] twice = {1, 1, 3, 3, 5, 5, 8, 8};
        double grouped = Replication.ofMean(
                        3, twice, FinitePopulation.subsampleOf(800).inGroups(0, 0, 1, 1, 2, 2, 3, 3), 0.9)
                .standardError();
        double alone = Replication.ofMean(3, once, FinitePopulation.subsampleOf(400), 0.9)
                .standardError();
        assertThat(grouped).isCloseTo(alone, within(1e-14));
    }

    @Test
    void ofSd_normalValues_hasTheTextbookError() {
        double[] x = Golden.normal(new SplittableRandom(8), 20_000);
        Replication sd = Replication.ofSd(1, x, FinitePopulation.independentOf(Integer.MAX_VALUE), 0.95);
        assertThat(sd.standardError()).isCloseTo(1 / Math.sqrt(2 * 20_000), within(2e-4));
        assertThat(sd.withinSamplingError()).isTrue();
    }

    @Test
    void ofPearson_normalValues_hasTheTextbookError() {
        var random = new SplittableRandom(8);
        double[] x = Golden.normal(random, 20_000);
        double[] noise = Golden.normal(random, 20_000);
        double[] y = IntStream.range(0, x.length)
                .mapToDouble(i -> 0.6 * x[i] + 0.8 * noise[i])
                .toArray();
        Replication r = Replication.ofPearson(0.6, x, y, FinitePopulation.independentOf(Integer.MAX_VALUE), 0.95);
        assertThat(r.ours()).isEqualTo(Correlation.pearson(x, y).r());
        assertThat(r.standardError()).isCloseTo((1 - 0.36) / Math.sqrt(20_000), within(2e-4));
    }

    @Test
    void of_everyFigure_agreesWithTheBootstrap() {
        var random = new SplittableRandom(11);
        double[] x = skewed(random, 200);
        double[] y = skewed(random, 200);
        FinitePopulation endless = FinitePopulation.independentOf(Integer.MAX_VALUE);
        double mean = Bootstrap.of(200, rows -> Values.mean(taken(x, rows)), 4000, 0.9, random)
                .standardError();
        double sd = Bootstrap.of(200, rows -> Values.sampleSd(taken(x, rows)), 4000, 0.9, random)
                .standardError();
        double r = Bootstrap.of(200, rows -> Correlation.coefficient(taken(x, rows), taken(y, rows)), 4000, 0.9, random)
                .standardError();
        assertThat(Replication.ofMean(1, x, endless, 0.9).standardError() / mean)
                .isCloseTo(1, within(0.05));
        assertThat(Replication.ofSd(1, x, endless, 0.9).standardError() / sd).isCloseTo(1, within(0.1));
        assertThat(Replication.ofPearson(0, x, y, endless, 0.9).standardError() / r)
                .isCloseTo(1, within(0.1));
    }

    @Test
    void of_subsamplesOfASkewedPopulation_holdItsFiguresAboutAsOftenAsTheySay() {
        var population = new SplittableRandom(21);
        double[] x = skewed(population, POPULATION);
        double[] noise = skewed(population, POPULATION);
        double[] y = IntStream.range(0, POPULATION)
                .mapToDouble(i -> x[i] + 2 * noise[i])
                .toArray();
        FinitePopulation part = FinitePopulation.subsampleOf(POPULATION);
        int[] held = new int[3];
        Golden.forAll(random -> {
            for (int i = 0; i < 5; i++) {
                int[] rows = drawn(random, 400);
                double[] ours = taken(x, rows);
                held[0] += Replication.ofMean(Values.mean(x), ours, part, 0.9).withinSamplingError() ? 1 : 0;
                held[1] += Replication.ofSd(Values.sampleSd(x), ours, part, 0.9).withinSamplingError() ? 1 : 0;
                held[2] += Replication.ofPearson(Correlation.coefficient(x, y), ours, taken(y, rows), part, 0.9)
                                .withinSamplingError()
                        ? 1
                        : 0;
            }
        });
        // 450 of 500 expected, sd 6.7; without the part already published counted out it would be above 480
        assertThat(held[0]).isBetween(428, 472);
        assertThat(held[1]).isBetween(415, 472);
        assertThat(held[2]).isBetween(415, 472);
    }

    @Test
    void of_badInput_isRefused() {
        double[] values = {1, 3, 5, 7};
        FinitePopulation sampling = FinitePopulation.subsampleOf(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replication.ofMean(3, values, FinitePopulation.subsampleOf(3), 0.95))
                .withMessage("a subsample must be at most the published 3 rows, got 4; use independentOf");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replication.ofMean(Double.NaN, values, sampling, 0.95))
                .withMessage("published must be finite, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replication.ofMean(3, new double[] {1}, sampling, 0.95))
                .withMessage("values must hold at least 2 values, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replication.ofSd(3, new double[] {1, 1}, sampling, 0.95))
                .withMessage("values must vary, got 1.0 2 times");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replication.ofMean(3, values, sampling.inGroups(1, 2), 0.95))
                .withMessage("groups and values must be of one length, got 2 and 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replication.ofMean(3, values, sampling.inGroups(1, 1, 1, 1), 0.95))
                .withMessage("groups must name at least 2 groups, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FinitePopulation.independentOf(0))
                .withMessage("publishedCount must be at least 1, got 0");
    }

    private static double[] skewed(SplittableRandom random, int count) {
        return Arrays.stream(Golden.normal(random, count))
                .map(z -> Math.exp(z / 3))
                .toArray();
    }

    /** Rows without replacement. */
    private static int[] drawn(SplittableRandom random, int count) {
        return random.ints(0, POPULATION).distinct().limit(count).toArray();
    }

    private static double[] taken(double[] x, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> x[row]).toArray();
    }
}
