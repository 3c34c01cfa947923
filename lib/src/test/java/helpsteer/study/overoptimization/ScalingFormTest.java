package helpsteer.study.overoptimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.study.overoptimization.ScalingForm.Coefficients;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScalingFormTest {
    private static final double[] DISTANCES = {0.25, 0.5, 1, 1.5, 2, 2.5};

    /** At d = 2: 2 (0.7 - 0.1 · 2) and 2 (0.7 - 0.1 log 2). */
    @Test
    void gold_atTwo_byHand() {
        Coefficients of = new Coefficients(0.7, 0.1);
        assertThat(ScalingForm.BEST_OF_N.gold(of, 2)).isCloseTo(1.0, within(1e-15));
        assertThat(ScalingForm.REINFORCEMENT_LEARNING.gold(of, 2)).isCloseTo(1.261370563888011, within(1e-15));
    }

    @ParameterizedTest
    @EnumSource
    void gold_ofTheReferencePolicy_isZero(ScalingForm form) {
        assertThat(form.gold(new Coefficients(0.7, 0.1), 0)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void fit_pointsOfTheForm_areGivenBack(ScalingForm form) {
        Coefficients planted = new Coefficients(0.83, 0.21);
        double[] gold = Arrays.stream(DISTANCES).map(d -> form.gold(planted, d)).toArray();
        Coefficients found = form.fit(DISTANCES, gold);
        assertThat(found.alpha()).isCloseTo(0.83, within(1e-12));
        assertThat(found.beta()).isCloseTo(0.21, within(1e-12));
    }

    /** Least squares: whatever is left is at right angles to both columns. */
    @ParameterizedTest
    @EnumSource
    void fit_otherPoints_leavesNothingAlongItsColumns(ScalingForm form) {
        double[] gold = {0.3, 0.1, 0.9, 0.2, 0.8, -0.5};
        Coefficients found = form.fit(DISTANCES, gold);
        double alongRise = 0;
        double alongFall = 0;
        for (int i = 0; i < gold.length; i++) {
            double left = gold[i] - form.gold(found, DISTANCES[i]);
            alongRise += left * DISTANCES[i];
            alongFall += left * form.gold(new Coefficients(0, 1), DISTANCES[i]);
        }
        assertThat(alongRise).isCloseTo(0, within(1e-12));
        assertThat(alongFall).isCloseTo(0, within(1e-12));
    }

    @Test
    void fit_oneDistance_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScalingForm.BEST_OF_N.fit(new double[] {0, 2, 2}, new double[] {0, 1, 1}))
                .withMessage("distances must hold at least 2 different ones above 0, got [0.0, 2.0, 2.0]");
    }
}
