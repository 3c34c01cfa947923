package helpsteer.stats.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.BenchGolden;
import helpsteer.stats.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticFitTest {
    private static LogisticFit fit(double[][] x, double[] outcomes, double penalty) {
        double[] ones = new double[x.length];
        Arrays.fill(ones, 1);
        return LogisticFit.of(new LogisticFit.Rows(x, outcomes, ones), penalty);
    }

    @Test
    void of_golden_equalsScikitLearn() {
        for (JsonNode row : BenchGolden.json("logistic").get("cases")) {
            LogisticFit fit = LogisticFit.of(
                    new LogisticFit.Rows(
                            Golden.matrix(row.get("x")),
                            Golden.doubles(row.get("y")),
                            Golden.doubles(row.get("weights"))),
                    row.get("penalty").asDouble());
            double[] expected = Golden.doubles(row.get("coefficients"));
            for (int i = 0; i < expected.length; i++) {
                assertThat(fit.coefficients().get(i))
                        .as("penalty %s, coefficient %s", row.get("penalty"), i)
                        .isCloseTo(expected[i], within(1e-8));
            }
        }
    }

    /** Turning a pair round turns the row's sign and its outcome; the fit must not care. */
    @Test
    void of_pairsTurnedRound_isTheSame() {
        Golden.forAll(random -> {
            double[][] x = new double[30][];
            double[] outcomes = new double[30];
            double[][] turned = new double[30][];
            double[] other = new double[30];
            for (int i = 0; i < x.length; i++) {
                x[i] = Golden.normal(random, 3);
                outcomes[i] = random.nextInt(3) / 2.0;
                boolean turn = random.nextBoolean();
                turned[i] = Arrays.stream(x[i]).map(v -> turn ? -v : v).toArray();
                other[i] = turn ? 1 - outcomes[i] : outcomes[i];
            }
            LogisticFit one = fit(x, outcomes, 0.5);
            LogisticFit two = fit(turned, other, 0.5);
            for (int i = 0; i < 3; i++) {
                assertThat(one.coefficients().get(i))
                        .isCloseTo(two.coefficients().get(i), within(1e-7));
            }
            assertThat(one.logLoss()).isCloseTo(two.logLoss(), within(1e-9));
        });
    }

    /** One column of ones and 3 of 4 outcomes: the odds are 3 to 1, so the coefficient is ln 3. */
    @Test
    void of_oneColumnOfOnes_isTheLogarithmOfTheOdds() {
        LogisticFit fit = fit(new double[][] {{1}, {1}, {1}, {1}}, new double[] {1, 1, 1, 0}, 0);
        assertThat(fit.coefficients().get(0)).isCloseTo(Math.log(3), within(1e-10));
        assertThat(fit.predict(1)).isCloseTo(0.75, within(1e-10));
        assertThat(fit.logLoss()).isCloseTo(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), within(1e-10));
        assertThat(fit).hasToString("logistic fit without intercept, log-loss 0.5623: 1.0986");
    }

    @Test
    void of_weights_countAsRepetitions() {
        double[][] x = {{1, 0.5}, {-1, 2}, {0.3, 1}, {1, -1}};
        double[] y = {1, 0, 0, 1};
        LogisticFit weighted = LogisticFit.of(new LogisticFit.Rows(x, y, new double[] {1, 2, 3, 0}), 1);
        int[] repeated = {0, 1, 1, 2, 2, 2};
        double[][] rows = IntStream.of(repeated).mapToObj(i -> x[i]).toArray(double[][]::new);
        double[] outcomes = IntStream.of(repeated).mapToDouble(i -> y[i]).toArray();
        LogisticFit plain = fit(rows, outcomes, 1);
        for (int i = 0; i < 2; i++) {
            assertThat(weighted.coefficients().get(i))
                    .isCloseTo(plain.coefficients().get(i), within(1e-9));
        }
    }

    @Test
    void of_hugeColumns_settles() {
        double[][] x = {{1e6}, {2e6}, {-1e6}, {3e6}, {-5e5}};
        LogisticFit fit = fit(x, new double[] {1, 0, 1, 1, 0}, 0);
        assertThat(fit.coefficients().get(0)).isFinite();
        assertThat(List.of(LogisticFit.sigmoid(-1e9), LogisticFit.sigmoid(0), LogisticFit.sigmoid(1e9)))
                .containsExactly(0.0, 0.5, 1.0);
    }

    @Test
    void of_separatedCollinearOrBadRows_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fit(new double[][] {{1}, {2}, {-1}}, new double[] {1, 1, 0}, 0))
                .withMessage("outcomes must overlap, got columns that tell every one of them; add a penalty or rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fit(new double[][] {{1, 2}, {2, 4}, {-1, -2}}, new double[] {1, 0, 0}, 0))
                .withMessage("columns must not be linear combinations of each other; drop one or add a penalty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fit(new double[][] {{1}}, new double[] {1.5}, 0))
                .withMessage("outcomes[0] must be in [0, 1] and weights[0] at least 0, got 1.5 and 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fit(new double[][] {{1}}, new double[] {1}, -1))
                .withMessage("penalty must be at least 0 and finite, got -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogisticFit.Rows(new double[][] {{1}}, new double[] {1}, new double[] {0}))
                .withMessage("weights must have a sum above 0, got 0");
    }

    @Test
    void rows_ofUnequalLengthsOrNotFinite_areRefused() {
        double[][] two = {{1}, {2}};
        double[] ok = {1, 0};
        refused(two, new double[] {1}, ok, "x and outcomes must be of one length, got 2 and 1");
        refused(two, ok, new double[] {1}, "x and weights must be of one length, got 2 and 1");
        refused(new double[0][], new double[0], new double[0], "outcomes must hold at least 1 value, got 0");
        refused(new double[][] {{1}, {2, 3}}, ok, ok, "x[1] and x[0] must be of one length, got 2 and 1");
        String advice = " must be finite, got NaN; drop it and say how many were dropped";
        refused(two, new double[] {1, Double.NaN}, ok, "outcomes[1]" + advice);
        refused(two, ok, new double[] {1, Double.NaN}, "weights[1]" + advice);
        refused(new double[][] {{1}, {Double.NaN}}, ok, ok, "x[1][0]" + advice);
    }

    private static void refused(double[][] x, double[] outcomes, double[] weights, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogisticFit.Rows(x, outcomes, weights))
                .withMessage(message);
    }

    /** A row of no weight, or one half won, keeps nothing from being separated, or does. */
    @Test
    void of_separatedButForOneRow_dependsOnThatRow() {
        double[][] x = {{1}, {2}, {-1}, {1}};
        assertThatIllegalArgumentException()
                .as("the row against it weighs nothing")
                .isThrownBy(() -> LogisticFit.of(
                        new LogisticFit.Rows(x, new double[] {1, 1, 0, 0}, new double[] {1, 1, 1, 0}), 0));
        assertThat(fit(x, new double[] {1, 1, 0, 0.5}, 0).coefficients().get(0))
                .as("a tie away from 0 ends the search")
                .isBetween(0.1, 10.0);
    }

    @Test
    void predict_rowOfAnotherLength_isRefused() {
        LogisticFit fit = fit(new double[][] {{1}, {2}, {-1}}, new double[] {1, 0, 0}, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fit.predict(1, 2))
                .withMessage("row and columns must be of one length, got 2 and 1");
    }
}
