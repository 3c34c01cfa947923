package helpsteer.stats.fit;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.Golden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearFitTest {
    private static final double[] Y = {1, 3, 2, 5, 4};

    @Test
    void of_golden_equalsStatsmodels() {
        for (JsonNode row : Golden.rows("linear-fit")) {
            LinearFit fit = LinearFit.of(Golden.matrix(row.get("rows")), Golden.doubles(row.get("y")));
            for (int i = 0; i < fit.coefficients().size(); i++) {
                LinearFit.Coefficient c = fit.coefficients().get(i);
                assertClose(c.name(), c.value(), row.get("exact").get(i).asDouble(), 1e-11);
                assertClose(c.name(), c.value(), row.get("params").get(i).asDouble(), 1e-9);
                assertClose(c.name(), c.standardError(), row.get("bse").get(i).asDouble(), 1e-9);
                assertClose(c.name(), c.t(), row.get("t").get(i).asDouble(), 1e-9);
                assertClose(c.name(), c.pValue(), row.get("p").get(i).asDouble(), 1e-6);
                JsonNode ends = row.get("intervals").get(i);
                assertClose(
                        c.name(),
                        c.interval(0.99),
                        ends.get(0).asDouble(),
                        ends.get(1).asDouble(),
                        1e-9);
            }
            assertClose("R²", fit.rSquared(), row.get("rSquared").asDouble(), 1e-11);
            assertClose(
                    "adjusted R²", fit.adjustedRSquared(), row.get("adjusted").asDouble(), 1e-11);
            assertClose("F", fit.f(), row.get("f").asDouble(), 1e-9);
            assertClose("p of F", fit.fPValue(), row.get("fP").asDouble(), 1e-7);
            assertClose("residual sd", fit.residualSd(), row.get("residualSd").asDouble(), 1e-11);
        }
    }

    /** Ten models of the paper's Table 5: MT Bench by GPT-4 and by GPT-4-0125-Preview, and Chat Arena Elo. */
    @Test
    void of_paperTable5_givesItsRSquared() {
        double[][] table = {
            {9.32, 8.79, 1251}, {9.09, 8.57, 1247}, {8.42, 7.82, 1190}, {8.96, 7.96, 1185}, {8.3, 7.38, 1114},
            {8.39, 7.37, 1113}, {7.49, 6.46, 1099}, {8.4, 7.52, 1096}, {6.86, 6.01, 1082}, {7.54, 6.57, 1076}
        };
        double[] elo = Arrays.stream(table).mapToDouble(row -> row[2]).toArray();
        assertThat(LinearFit.of(column(table, 0), elo).rSquared()).isCloseTo(0.703, within(0.0005));
        assertThat(LinearFit.of(column(table, 1), elo).rSquared()).isCloseTo(0.819, within(0.0005));
    }

    @Test
    void of_handMade_isByHand() {
        // mean x 2, mean y 3, sum of (x - 2)(y - 3) = 8, of (x - 2)² = 10: slope 0.8, intercept 1.4, R² 64 / 100
        LinearFit fit = LinearFit.of(List.of("length"), rows(0, 1, 2, 3, 4), Y);
        assertThat(fit.coefficients().get(0).value()).isCloseTo(1.4, within(1e-14));
        assertThat(fit.coefficients().get(1).value()).isCloseTo(0.8, within(1e-14));
        assertThat(fit.rSquared()).isCloseTo(0.64, within(1e-14));
        assertThat(fit.predict(10)).isCloseTo(9.4, within(1e-13));
        assertThat(fit.residuals(rows(0, 1), new double[] {1, 3}))
                .containsExactly(new double[] {-0.4, 0.8}, within(1e-13));
        assertThat(fit)
                .hasToString(
                        """
                        R² = 0.6400 (adjusted 0.5200), F = 5.33, p = 0.10, n=5
                          intercept 1.4000 [-1.3004, 4.1004], t = 1.65, p = 0.20
                          length 0.8000 [-0.3024, 1.9024], t = 2.31, p = 0.10\
                        """);
    }

    @Test
    void of_oneColumn_agreesWithPearson() {
        Golden.forAll(random -> {
            double[] x = Golden.normal(random, 12);
            double[] y = Golden.normal(random, 12);
            double[][] rows = Arrays.stream(x).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
            LinearFit fit = LinearFit.of(rows, y);
            Correlation pearson = Correlation.pearson(x, y);
            assertThat(fit.rSquared()).isCloseTo(pearson.r() * pearson.r(), within(1e-12));
            assertThat(fit.coefficients().get(1).pValue()).isCloseTo(pearson.pValue(), within(1e-10));
            assertThat(fit.fPValue()).isCloseTo(pearson.pValue(), within(1e-10));
        });
    }

    @Test
    void of_exactLine_hasNoResidual() {
        LinearFit fit = LinearFit.of(rows(1, 2, 3, 4, 5), new double[] {3, 5, 7, 9, 11});
        assertThat(fit.rSquared()).isCloseTo(1, within(1e-14));
        assertThat(fit.coefficients().get(1).value()).isCloseTo(2, within(1e-13));
        assertThat(fit.coefficients().get(1).pValue()).isLessThan(1e-20);
    }

    @Test
    void of_columnsOfVeryDifferentSize_areNotTakenForCollinear() {
        double[][] rows = {{1, 1e9}, {2, -2e9}, {3, 5e9}, {4, 1e9}, {5, 0}};
        assertThat(LinearFit.of(rows, Y).coefficients()).hasSize(3);
    }

    @Test
    void of_collinear_isRefusedByName() {
        double[][] rows = {{1, 2, 3}, {2, 1, 3}, {3, 5, 8}, {4, 4, 8}, {0, 1, 1}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearFit.of(List.of("a", "b", "both"), rows, Y))
                .withMessage("column both (index 2) must not be a linear combination of the columns before it; "
                        + "drop it or one of them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearFit.of(rows(7, 7, 7, 7, 7), Y))
                .withMessage(
                        "column x0 (index 0) must vary, got 7.0 in every row; drop it, the intercept is already there");
    }

    @Test
    void of_badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearFit.of(rows(1, 2, 3), new double[] {2, 2, 2}))
                .withMessage("y must vary, got 2.0 3 times");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearFit.of(rows(1, 2), new double[] {2, 3}))
                .withMessage("rows must be at least two more than the columns, of which there is at least one, "
                        + "got 2 rows and 1 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearFit.of(new double[0][0], new double[0]))
                .withMessageEndingWith("got 0 rows and 0 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearFit.of(new double[][] {{1}, {2, 3}, {4}}, new double[] {1, 2, 4}))
                .withMessage("rows[1] and names must be of one length, got 2 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearFit.of(rows(1, 2, Double.NaN), new double[] {1, 2, 4}))
                .withMessage("rows[2][0] must be finite, got NaN; drop it and say how many were dropped");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearFit.of(rows(1, 2, 3, 4, 5), Y).predict(1, 2))
                .withMessage("row and columns must be of one length, got 2 and 1");
    }

    private static double[][] rows(double... column) {
        return Arrays.stream(column).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    }

    private static double[][] column(double[][] table, int index) {
        return rows(Arrays.stream(table).mapToDouble(row -> row[index]).toArray());
    }
}
