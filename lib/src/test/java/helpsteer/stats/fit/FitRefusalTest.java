package helpsteer.stats.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.stats.Summary;
import helpsteer.stats.agreement.Kappa;
import helpsteer.stats.agreement.Reliability;
import helpsteer.stats.agreement.ScoreLists;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.stats.test.PairedTest;
import helpsteer.stats.test.Replication;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the statistics refuse, by name, and what they just still take. */
class FitRefusalTest {
    private static final String DROP = "; drop it and say how many were dropped";
    private static final double NAN = Double.NaN;

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void columns_ofOtherLengthOrNotFinite_areRefusedByName() {
        double[][] rows = {{1}, {2}, {4}, {7}};
        refused(() -> LinearFit.of(rows, new double[3]), "rows and y must be of one length, got 4 and 3");
        refused(
                () -> LinearFit.of(new double[][] {{1}, {NAN}, {4}}, new double[] {1, 2, 3}),
                "rows[1][0] must be finite, got NaN" + DROP);
        refused(() -> LinearFit.of(rows, new double[] {1, 2, NAN, 3}), "y[2] must be finite, got NaN" + DROP);
        refused(() -> LinearFit.of(rows, new double[] {2, 2, 2, 2}), "y must vary, got 2.0 4 times");
        LinearFit fit = LinearFit.of(rows, new double[] {1, 3, 2, 8});
        refused(() -> fit.residuals(rows, new double[3]), "rows and y must be of one length, got 4 and 3");
        refused(
                () -> FitQuality.of(new double[] {NAN}, new double[] {1}),
                "predicted[0] must be finite, got NaN" + DROP);
        refused(() -> FitQuality.of(new double[] {1}, new double[] {NAN}), "actual[0] must be finite, got NaN" + DROP);
        refused(() -> QuantileMeans.of(new double[] {NAN}, new double[] {1}, 1), "x[0] must be finite, got NaN" + DROP);
        refused(() -> QuantileMeans.of(new double[] {1}, new double[] {NAN}, 1), "y[0] must be finite, got NaN" + DROP);
        refused(() -> Summary.quantile(new double[] {1, NAN}, 0.5), "values[1] must be finite, got NaN" + DROP);
        refused(() -> Summary.quantile(new double[0], 0.5), "values must hold at least 1 value, got 0");
    }

    @Test
    void temperature_otherLengthOrNotFinite_isRefused() {
        refused(
                () -> Temperature.of(new double[] {1, 2}, new double[] {1}),
                "differences and outcomes must be of one length, got 2 and 1");
        refused(
                () -> Temperature.of(new double[] {1, NAN}, new double[] {1, 0}),
                "differences[1] must be finite, got NaN" + DROP);
        refused(() -> Temperature.of(new double[0], new double[0]), "differences must hold at least 1 value, got 0");
    }

    @Test
    void correlation_constantOrTooShortColumns_areRefusedAndOneColumnHasAMatrix() {
        double[] x = {1, 2, 3, 5};
        double[] flat = {4, 4, 4, 4};
        refused(() -> Correlation.pearson(x, flat), "y must vary, got 4.0 4 times");
        refused(() -> Correlation.partial(flat, x, new double[] {1, 0, 1, 1}), "x must vary, got 4.0 4 times");
        refused(() -> Correlation.partial(x, new double[] {1, 2, 3, NAN}, flat), "y[3] must be finite, got NaN" + DROP);
        assertThat(Correlation.matrix(x)).isDeepEqualTo(new double[][] {{1}});
    }

    /** Fisher's z with n − 3 − k, by hand: r = 0.5, n = 28, one control, so 24 degrees and a half width of 1.959964/√24. */
    @Test
    void interval_partialCorrelation_losesADegreeForEachControl() {
        Correlation partial = new Correlation(0.5, 28, Correlation.Kind.PARTIAL, 1);
        double halfWidth = 1.959963984540054 / Math.sqrt(24);
        assertThat(partial.interval(0.95).low()).isCloseTo(Math.tanh(0.5493061443340549 - halfWidth), within(1e-12));
        assertThat(partial.interval(0.95).high()).isCloseTo(Math.tanh(0.5493061443340549 + halfWidth), within(1e-12));
        assertThat(new Correlation(0.5, 5, Correlation.Kind.PARTIAL, 2)
                        .interval(0.95)
                        .low())
                .isEqualTo(-1);
        // r² (n − 2 − k) / (1 − r²) is Student's t squared: t = 2.886751 with 25 degrees, p = 0.0079 (R: 2 *
        // pt(-2.886751, 25))
        assertThat(partial.pValue()).isCloseTo(0.00791, within(1e-5));
    }

    private static LogisticFit.Rows rows(double[] x, double[] outcomes, double... weights) {
        double[] all = weights.length == 0 ? new double[x.length] : weights;
        if (weights.length == 0) {
            Arrays.fill(all, 1);
        }
        return new LogisticFit.Rows(
                Arrays.stream(x).mapToObj(v -> new double[] {v}).toArray(double[][]::new), outcomes, all);
    }

    /** Rows on the border, ties between the outcomes there, and rows of no weight do not make the outcomes overlap. */
    @Test
    void logistic_columnsThatTellEveryOutcome_areRefusedAlsoWhereSomeRowsLieOnTheBorder() {
        String message = "outcomes must overlap, got columns that tell every one of them; add a penalty or rows";
        refused(() -> LogisticFit.of(rows(new double[] {-1, 1, 2}, new double[] {0, 1, 1}), 0), message);
        refused(() -> LogisticFit.of(rows(new double[] {-1, 0, 0, 1}, new double[] {0, 0, 1, 1}), 0), message);
        refused(() -> LogisticFit.of(rows(new double[] {-1, 0, 1}, new double[] {0, 0.5, 1}), 0), message);
        refused(() -> LogisticFit.of(rows(new double[] {1, -1}, new double[] {0, 1}), 0), message);
        refused(() -> LogisticFit.of(rows(new double[] {-1, 1, 3}, new double[] {0, 1, 0}, 1, 1, 0), 0), message);
        assertThat(LogisticFit.of(rows(new double[] {-1, 1, 0.5}, new double[] {0, 1, 0.5}), 0)
                        .coefficients()
                        .get(0))
                .isPositive();
        assertThat(LogisticFit.of(rows(new double[] {-1, 1}, new double[] {0, 1}), 0.5)
                        .coefficients()
                        .get(0))
                .isPositive();
        refused(
                () -> LogisticFit.of(rows(new double[] {1, 2}, new double[] {0, 1}), -1),
                "penalty must be at least 0 and finite, got -1.0");
    }

    /** The slope of a penalised fit solves penalty · b = Σ (y − σ(b x)) x. */
    @Test
    void logistic_penalised_solvesItsNormalEquation() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 20; round++) {
            double[] x = random.doubles(30, -4, 4).toArray();
            double[] y = random.ints(30, 0, 2).asDoubleStream().toArray();
            double penalty = random.nextDouble(0.1, 20);
            double b = LogisticFit.of(rows(x, y), penalty).coefficients().get(0);
            double gradient = penalty * b;
            for (int i = 0; i < x.length; i++) {
                gradient += (LogisticFit.sigmoid(b * x[i]) - y[i]) * x[i];
            }
            assertThat(gradient).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void agreement_categoriesAndShares_areRefusedByPlace() {
        refused(
                () -> Kappa.of(new int[] {0, 1}, new int[] {0, 2}, 2, Kappa.Weights.LINEAR),
                "b[1] must be in 0..1, got 2");
        refused(() -> Kappa.of(new int[] {-1}, new int[] {0}, 2, Kappa.Weights.LINEAR), "a[0] must be in 0..1, got -1");
        refused(
                () -> Reliability.of(new double[] {NAN}, new double[] {1}, 1),
                "probabilities[0] must be finite, got NaN" + DROP);
        refused(
                () -> Reliability.of(new double[0], new double[0], 1),
                "probabilities must hold at least 1 value, got 0");
        assertThat(Reliability.of(new double[] {0.25}, new double[] {1}, 1).ece())
                .isEqualTo(0.75);
        assertThat(new ScoreLists(List.of(List.of(0, 1)), 2).paired()).isEqualTo(1);
        refused(() -> new ScoreLists(List.of(List.of(0, 0)), 1), "categories must be at least 2, got 1");
    }

    @Test
    void tests_tooFewValues_areRefusedAndTheLeastIsTaken() {
        refused(
                () -> Replication.ofSd(1, new double[] {1}, FinitePopulation.subsampleOf(5), 0.95),
                "values must hold at least 2 values, got 1");
        refused(
                () -> new FinitePopulation(0, FinitePopulation.Drawn.SUBSAMPLE, List.of()),
                "publishedCount must be at least 1, got 0");
        assertThat(FinitePopulation.independentOf(1).publishedCount()).isEqualTo(1);
        Replication grouped = Replication.ofMean(
                2, new double[] {1, 2, 3, 5}, FinitePopulation.independentOf(9).inGroups(0, 0, 1, 1), 0.95);
        assertThat(grouped.degrees()).isEqualTo(1);
    }

    /** Seven differences have 2⁷ = 128 signs: enumerated where 128 permutations are asked for, drawn where 127 are. */
    @Test
    void permutation_asManyAsThereAreSigns_enumeratesThem() {
        double[] first = {5, 3, 4, 6, 2, 7, 1};
        double[] second = {1, 1, 5, 2, 1, 3, 1};
        PairedTest all = PairedTest.permutation(first, second, 128, new SplittableRandom(1));
        assertThat(all.method()).isEqualTo(PairedTest.Method.ALL_SIGNS);
        assertThat(PairedTest.permutation(first, second, 127, new SplittableRandom(1))
                        .method())
                .isEqualTo(PairedTest.Method.RANDOM_SIGNS);
        assertThat(PairedTest.permutation(first, second, 100, new SplittableRandom(1))
                        .pValue())
                .isPositive();
        refused(
                () -> PairedTest.permutation(first, second, 99, new SplittableRandom(1)),
                "permutations must be at least 100, got 99");
        double[] differences = {4, 2, -1, 4, 1, 4, 0};
        int asFar = 0;
        for (int signs = 0; signs < 128; signs++) {
            double sum = 0;
            for (int i = 0; i < 7; i++) {
                sum += (signs >> i & 1) == 1 ? -differences[i] : differences[i];
            }
            asFar += Math.abs(sum) >= 14 ? 1 : 0;
        }
        assertThat(all.pValue()).isEqualTo(asFar / 128.0);
    }

    /** All weights times c: the mean times c, its variances times c², its degrees and p-value as they were. */
    @Test
    void crossedMean_weightsScaled_scaleMeanAndVariances() {
        SplittableRandom random = new SplittableRandom(5);
        int added = 0;
        for (int round = 0; round < 50; round++) {
            double[][] values = new double[4][12];
            int[] strata = new int[12];
            for (int i = 0; i < 12; i++) {
                strata[i] = i % 3;
            }
            for (double[] row : values) {
                double shift = random.nextDouble(-1, 1);
                for (int i = 0; i < 12; i++) {
                    row[i] = shift + random.nextDouble();
                }
            }
            CrossedMean one = CrossedMean.of(values, strata, 0.5, 0.3, 0.2);
            CrossedMean scaled = CrossedMean.of(values, strata, 2, 1.2, 0.8);
            assertThat(scaled.estimate()).isCloseTo(4 * one.estimate(), within(1e-12));
            assertThat(scaled.itemVariance()).isCloseTo(16 * one.itemVariance(), within(1e-12));
            assertThat(scaled.repetitionVariance()).isCloseTo(16 * one.repetitionVariance(), within(1e-12));
            assertThat(scaled.repetitionSd()).isCloseTo(4 * one.repetitionSd(), within(1e-12));
            assertThat(scaled.degrees()).isCloseTo(one.degrees(), within(1e-9));
            assertThat(scaled.pValue()).isCloseTo(one.pValue(), within(1e-12));
            added += one.repetitionVariance() > 0 ? 1 : 0;
        }
        assertThat(added).isGreaterThan(25);
    }
}
