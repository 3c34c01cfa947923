package helpsteer.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ValuesTest {
    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    /** The second pass takes away what the first one rounds: the mean of equal values is that value. */
    @Test
    void mean_equalValues_isThatValueToTheBit() {
        SplittableRandom random = new SplittableRandom(1);
        for (int count = 1; count < 60; count++) {
            double value = random.nextDouble(-1e3, 1e3);
            double[] values = new double[count];
            Arrays.fill(values, value);
            assertThat(Values.mean(values)).as(count + " times").isEqualTo(value);
        }
    }

    /** A large offset leaves no more than the last bit in doubt; the sum is done by hand in decimals. */
    @Test
    void mean_largeOffset_isWithinOneUnitOfTheExactMean() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 200; round++) {
            double[] values =
                    random.doubles(1 + random.nextInt(30), 1e9, 1e9 + 1).toArray();
            BigDecimal sum = BigDecimal.ZERO;
            for (double value : values) {
                sum = sum.add(new BigDecimal(value));
            }
            double exact = sum.divide(new BigDecimal(values.length), new MathContext(40))
                    .doubleValue();
            assertThat(Math.abs(Values.mean(values) - exact)).isLessThanOrEqualTo(Math.ulp(exact));
        }
        assertThat(Values.mean(new double[] {Double.MAX_VALUE, Double.MAX_VALUE}))
                .isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void check_tooFewOrNotFinite_isRefusedByPlace() {
        Values.check("x", new double[] {1, 2}, 2);
        Values.check("x", new double[0], 0);
        refused(() -> Values.check("x", new double[0], 1), "x must hold at least 1 value, got 0");
        refused(() -> Values.check("x", new double[1], 2), "x must hold at least 2 values, got 1");
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            refused(
                    () -> Values.check("x", new double[] {1, value}, 1),
                    "x[1] must be finite, got " + value + "; drop it and say how many were dropped");
        }
    }

    @Test
    void checkLevel_endsAndBeyond_areRefused() {
        for (double level : new double[] {0, 1, -0.1, 1.1, Double.NaN}) {
            refused(() -> Values.checkLevel(level), "level must be in (0, 1), got " + level);
        }
        Values.checkLevel(Double.MIN_VALUE);
        Values.checkLevel(Math.nextDown(1.0));
    }

    /** Every statistic with a level asks for one, whatever it computes first. */
    @Test
    void levels_outsideOfTheirRange_areRefusedByEveryStatistic() {
        Moments moments = Moments.of(1, 2, 4);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> moments.sdInterval(1),
                () -> moments.meanInterval(1),
                () -> Tails.criticalT(1, 5),
                () -> Tails.criticalZ(1),
                () -> Wilson.of(1, 2, 1),
                () -> Bootstrap.of(5, rows -> rows.length, 100, 1, new SplittableRandom(1)))) {
            refused(call, "level must be in (0, 1), got 1.0");
        }
    }

    /** The least that is allowed is allowed. */
    @Test
    void smallestInputs_areTaken() {
        assertThat(new Accuracy(1, 1, 0).strict()).isEqualTo(0.5);
        assertThat(new Accuracy(1, 0, 1).strict()).isEqualTo(0.5);
        assertThat(new Accuracy(0, 1, 1).total()).isEqualTo(2);
        assertThat(new Accuracy(0, 0, 1).strict()).isZero();
        assertThat(new Estimate(1, 2, 2, 0.95).hasInterval()).isTrue();
        assertThat(Moments.of(1, 3).sdInterval(0.95).contains(Math.sqrt(2))).isTrue();
        assertThat(Mover.of(
                        new double[] {0, 1},
                        new double[] {5, 1},
                        List.of(new Interval(4, 6, 0.95), new Interval(0, 3, 0.95))))
                .isEqualTo(new Interval(0, 3, 0.95));
        assertThat(Bootstrap.of(2, rows -> rows[0], 100, 0.9, new SplittableRandom(1))
                        .estimate())
                .isZero();
        assertThat(Bootstrap.ofGroups(new int[] {7, 9}, rows -> rows[0], 100, 0.9, new SplittableRandom(1))
                        .estimate())
                .isZero();
        refused(
                () -> Bootstrap.ofGroups(new int[] {7, 7}, rows -> rows[0], 100, 0.9, new SplittableRandom(1)),
                "groups must name at least 2 groups, got 1");
        refused(
                () -> Bootstrap.of(2, rows -> rows[0], 99, 0.9, new SplittableRandom(1)),
                "resamples must be at least 100, got 99");
    }

    /** A statistic that is defined on a hundred resamples gives an interval, on ninety-nine none. */
    @Test
    void bootstrap_statisticUndefinedOnSomeResamples_needsAHundredOfThem() {
        for (int defined : new int[] {99, 100}) {
            int[] calls = {-1}; // the first call is for the data
            java.util.function.ToDoubleFunction<int[]> statistic = rows -> calls[0]++ < defined ? rows[0] : Double.NaN;
            ThrowingCallable call = () -> {
                Bootstrap bootstrap = Bootstrap.of(3, statistic, 150, 0.9, new SplittableRandom(1));
                assertThat(bootstrap.undefined()).isEqualTo(50);
            };
            if (defined == 100) {
                assertThat(org.assertj.core.api.Assertions.catchThrowable(call)).isNull();
            } else {
                refused(
                        call,
                        "statistic must be defined on at least 100 resamples, got 99 of 150; draw more, or take another"
                                + " statistic");
            }
        }
    }

    /** The printed edges decide where a value falls, also where the division that finds its bin is rounded. */
    @Test
    void histogram_valuesAtAndBesideEveryEdge_fallWhereTheEdgesSay() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 300; round++) {
            int bins = random.nextInt(1, 40);
            double min = random.nextDouble(-3, 3);
            double max = min + random.nextDouble(0.01, 5);
            for (Histogram.Bin edge :
                    Histogram.ofBins(new double[0], bins, min, max).bins()) {
                for (double value : new double[] {edge.low(), Math.nextUp(edge.low()), Math.nextDown(edge.high())}) {
                    Histogram one = Histogram.ofBins(new double[] {value}, bins, min, max);
                    Histogram.Bin found = one.bins().stream()
                            .filter(bin -> bin.count() == 1)
                            .findFirst()
                            .orElseThrow();
                    assertThat(found.low()).isEqualTo(edge.low());
                    assertThat(found.high()).isEqualTo(edge.high());
                }
            }
        }
    }

    @Test
    void histogram_levels_takeOneLevelAndNegativeOnes() {
        assertThat(Histogram.ofLevels(new int[] {-2, -2, 0}, -2, 0).bins().stream()
                        .map(Histogram.Bin::count))
                .containsExactly(2, 0, 1);
        assertThat(Histogram.ofLevels(new int[] {3}, 3, 3).count()).isEqualTo(1);
        refused(
                () -> Histogram.ofBins(new double[] {1, Double.NaN}, 2, 0, 2),
                "values[1] must be finite, got NaN; drop it and say how many were dropped");
    }
}
