package helpsteer.stats.fit;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FitQualityTest {
    @Test
    void of_golden_equalsScikitLearn() {
        for (JsonNode row : Golden.rows("fit-quality")) {
            FitQuality fit = FitQuality.of(Golden.doubles(row.get("predicted")), Golden.doubles(row.get("actual")));
            assertClose("mse", fit.mse(), row.get("mse").asDouble(), 1e-12);
            assertClose("mae", fit.mae(), row.get("mae").asDouble(), 1e-12);
            assertClose("R²", fit.rSquared(), row.get("rSquared").asDouble(), 1e-11);
            assertClose("r", fit.pearson(), row.get("pearson").asDouble(), 1e-11);
        }
    }

    @Test
    void of_handMade_isByHand() {
        FitQuality fit = FitQuality.of(new double[] {1, 2, 4}, new double[] {1, 3, 5});
        assertThat(fit.mse()).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(fit.mae()).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(fit.rSquared()).isCloseTo(1 - 2.0 / 8, within(1e-15));
        assertThat(fit).hasToString("MSE 0.6667, MAE 0.6667, R² 0.7500, r 0.9820, n=3");
    }

    @Test
    void of_meanOfTheTargets_explainsNothing() {
        FitQuality fit = FitQuality.of(new double[] {3, 3, 3}, new double[] {1, 3, 5});
        assertThat(fit.rSquared()).isZero();
        assertThat(fit.pearson()).isNaN();
    }

    @Test
    void of_scaledPredictions_havePearsonOneButRSquaredBelowZero() {
        FitQuality fit = FitQuality.of(new double[] {10, 30, 50}, new double[] {1, 3, 5});
        assertThat(fit.pearson()).isCloseTo(1, within(1e-15));
        assertThat(fit.rSquared()).isLessThan(-100);
    }

    @Test
    void of_constantTarget_hasErrorsButNothingToExplain() {
        FitQuality fit = FitQuality.of(new double[] {1, 2}, new double[] {2, 2});
        assertThat(fit.mse()).isEqualTo(0.5);
        assertThat(fit.rSquared()).isNaN();
        assertThat(fit.pearson()).isNaN();
        assertThat(FitQuality.of(new double[] {4}, new double[] {2}).mae()).isEqualTo(2);
    }

    @Test
    void of_perfect_isPerfect() {
        Golden.forAll(random -> {
            double[] x = Golden.normal(random, 9);
            FitQuality fit = FitQuality.of(x, x);
            assertThat(fit.mse()).isZero();
            assertThat(fit.rSquared()).isEqualTo(1);
            assertThat(fit.pearson()).isCloseTo(1, within(1e-15));
        });
    }

    @Test
    void of_leastSquaresFit_hasRSquaredOfTheFit() {
        Golden.forAll(random -> {
            double[] x = Golden.normal(random, 9);
            double[] y = Golden.normal(random, 9);
            double[][] rows = Arrays.stream(x).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
            LinearFit fit = LinearFit.of(rows, y);
            double[] fitted = Arrays.stream(x).map(fit::predict).toArray();
            assertThat(FitQuality.of(fitted, y).rSquared()).isCloseTo(fit.rSquared(), within(1e-12));
        });
    }

    @Test
    void of_badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FitQuality.of(new double[2], new double[3]))
                .withMessage("predicted and actual must be of one length, got 2 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FitQuality.of(new double[0], new double[0]))
                .withMessage("predicted must hold at least 1 value, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FitQuality.of(new double[] {1, Double.NaN}, new double[2]))
                .withMessage("predicted[1] must be finite, got NaN; drop it and say how many were dropped");
    }
}
