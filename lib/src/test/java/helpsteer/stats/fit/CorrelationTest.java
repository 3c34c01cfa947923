package helpsteer.stats.fit;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.Golden;
import helpsteer.stats.Interval;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CorrelationTest {
    private static final double[] RISING = {1, 2, 3, 4, 5};

    @Test
    void pearson_golden_equalsSciPy() {
        for (JsonNode row : Golden.rows("correlation")) {
            String name = row.get("case").asText();
            Correlation pearson = Correlation.pearson(Golden.doubles(row.get("x")), Golden.doubles(row.get("y")));
            // SciPy itself loses digits of deviations as small beside their mean as those far from zero.
            double tolerance = name.equals("far from zero") ? 1e-8 : 1e-11;
            assertClose(name, pearson.r(), row.get("pearson").asDouble(), tolerance);
            assertClose(name, pearson.pValue(), row.get("pearsonP").asDouble(), 1e-6);
            for (JsonNode golden : row.path("pearsonIntervals")) {
                Interval interval = pearson.interval(golden.get(0).asDouble());
                assertClose(
                        name, interval, golden.get(1).asDouble(), golden.get(2).asDouble(), tolerance);
            }
        }
    }

    @Test
    void spearman_golden_equalsSciPy() {
        for (JsonNode row : Golden.rows("correlation")) {
            String name = row.get("case").asText();
            Correlation spearman = Correlation.spearman(Golden.doubles(row.get("x")), Golden.doubles(row.get("y")));
            assertClose(name, spearman.r(), row.get("spearman").asDouble(), 1e-12);
            if (Math.abs(spearman.r()) < 1) { // at 1 SciPy's p is what rounding makes of 0
                assertClose(name, spearman.pValue(), row.get("spearmanP").asDouble(), 1e-8);
            }
            for (JsonNode golden : row.path("spearmanIntervals")) {
                Interval interval = spearman.interval(golden.get(0).asDouble());
                assertClose(
                        name, interval, golden.get(1).asDouble(), golden.get(2).asDouble(), 1e-11);
            }
        }
    }

    @Test
    void partial_golden_equalsCorrelationOfStatsmodelsResiduals() {
        for (JsonNode row : Golden.rows("partial")) {
            Correlation partial = Correlation.partial(
                    Golden.doubles(row.get("x")), Golden.doubles(row.get("y")), Golden.matrix(row.get("controls")));
            assertClose("r", partial.r(), row.get("r").asDouble(), 1e-10);
            assertClose("p", partial.pValue(), row.get("p").asDouble(), 1e-8);
        }
    }

    @Test
    void partial_oneControl_equalsTheTextbookFormula() {
        Golden.forAll(random -> {
            double[] x = Golden.normal(random, 20);
            double[] y = Golden.normal(random, 20);
            double[] z = Golden.normal(random, 20);
            double xy = Correlation.pearson(x, y).r();
            double xz = Correlation.pearson(x, z).r();
            double yz = Correlation.pearson(y, z).r();
            double expected = (xy - xz * yz) / Math.sqrt((1 - xz * xz) * (1 - yz * yz));
            Correlation partial = Correlation.partial(x, y, z);
            assertThat(partial.r()).isCloseTo(expected, within(1e-12));
            assertThat(partial.controls()).isEqualTo(1);
        });
    }

    @Test
    void pearson_straightLine_isOneWithCertainty() {
        Correlation rising = Correlation.pearson(RISING, new double[] {2, 4, 6, 8, 10});
        assertThat(rising.r()).isCloseTo(1, within(1e-15));
        assertThat(Correlation.pearson(RISING, new double[] {5, 4, 3, 2, 1}).r())
                .isCloseTo(-1, within(1e-15));
        Correlation exact = new Correlation(1, 5, Correlation.Kind.PEARSON, 0);
        assertThat(exact.pValue()).isZero();
        assertThat(exact.interval(0.95)).isEqualTo(new Interval(1, 1, 0.95));
    }

    @Test
    void spearman_monotone_isOneWherePearsonIsNot() {
        double[] growing = {1, 10, 100, 1000, 10000};
        assertThat(Correlation.spearman(RISING, growing).r()).isEqualTo(1);
        assertThat(Correlation.spearman(RISING, growing).pValue()).isZero();
        assertThat(Correlation.pearson(RISING, growing).r()).isLessThan(0.8);
    }

    @Test
    void spearman_negativeZero_tiesWithZero() {
        double[] zeros = {0.0, -0.0, 1, 2, 2};
        assertThat(Correlation.spearman(RISING, zeros).r())
                .isEqualTo(Correlation.spearman(RISING, new double[] {0, 0, 1, 2, 2})
                        .r());
    }

    @Test
    void interval_threeRows_saysNothing() {
        Correlation three = Correlation.pearson(new double[] {1, 2, 3}, new double[] {1, 3, 2});
        assertThat(three.r()).isCloseTo(0.5, within(1e-15));
        assertThat(three.interval(0.95)).isEqualTo(new Interval(-1, 1, 0.95));
    }

    @Test
    void pearson_shiftedAndScaled_isTheSame() {
        Golden.forAll(random -> {
            double[] x = Golden.normal(random, 15);
            double[] y = Golden.normal(random, 15);
            double r = Correlation.pearson(x, y).r();
            double[] moved = Arrays.stream(x).map(v -> 1e-150 * v + 3e-150).toArray();
            assertThat(Correlation.pearson(moved, y).r()).isCloseTo(r, within(1e-12));
            assertThat(Correlation.pearson(y, x).r()).isCloseTo(r, within(1e-15));
            double[] turned = Arrays.stream(x).map(v -> -v).toArray();
            assertThat(Correlation.pearson(turned, y).r()).isCloseTo(-r, within(1e-15));
        });
    }

    @Test
    void interval_manySamples_coverTheTruthAboutAsOftenAsTheySay() {
        int[] covered = new int[1];
        Golden.forAll(random -> {
            for (int i = 0; i < 10; i++) {
                double[] x = Golden.normal(random, 50);
                double[] noise = Golden.normal(random, 50);
                double[] y = new double[50];
                for (int j = 0; j < 50; j++) {
                    y[j] = 0.6 * x[j] + 0.8 * noise[j];
                }
                covered[0] += Correlation.pearson(x, y).interval(0.9).contains(0.6) ? 1 : 0;
            }
        });
        assertThat(covered[0]).isBetween(870, 930); // 900 expected, sd 9.5
    }

    @Test
    void matrix_threeColumns_isSymmetricWithOnes() {
        double[][] matrix = Correlation.matrix(RISING, new double[] {2, 1, 4, 3, 5}, new double[] {5, 4, 3, 2, 1});
        assertThat(matrix[0]).satisfies(row -> assertThat(row[0]).isEqualTo(1));
        assertThat(matrix[0][1]).isCloseTo(0.8, within(1e-15)).isEqualTo(matrix[1][0]);
        assertThat(matrix[2][1]).isCloseTo(-0.8, within(1e-15)).isEqualTo(matrix[1][2]);
    }

    @Test
    void toString_readsWellInACell() {
        assertThat(Correlation.pearson(RISING, new double[] {2, 1, 4, 3, 5}))
                .hasToString("pearson r = 0.8000 [-0.2796, 0.9862], p = 0.10, n=5");
    }

    @Test
    void pearson_badColumns_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlation.pearson(RISING, new double[] {3, 3, 3, 3, 3}))
                .withMessage("y must vary, got 3.0 5 times");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlation.spearman(RISING, new double[] {1, 2}))
                .withMessage("x and y must be of one length, got 5 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlation.pearson(new double[] {1, 2}, new double[] {1, 2}))
                .withMessage("x must hold at least 3 values, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlation.pearson(RISING, new double[] {1, 2, Double.NaN, 3, 4}))
                .withMessage("y[2] must be finite, got NaN; drop it and say how many were dropped");
    }

    @Test
    void partial_badControls_areRefused() {
        double[] y = {2, 1, 4, 3, 5};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlation.partial(RISING, y))
                .withMessage("controls must hold at least 1 column, got 0; use pearson");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlation.partial(RISING, y, new double[] {10, 20, 30, 40, 50}))
                .withMessage("x must vary beyond the controls, got one they determine");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Correlation.partial(RISING, y, new double[] {1, 2}))
                .withMessage("controls[0] and x must be of one length, got 2 and 5");
    }

    @Test
    void constructor_badValues_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Correlation(Double.NaN, 5, Correlation.Kind.PEARSON, 0))
                .withMessage("r must be in -1..1, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Correlation(0.5, 4, Correlation.Kind.PARTIAL, 2))
                .withMessage("count must be at least 3 more than the controls, got 4 and 2");
    }
}
