package helpsteer.align.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ControllabilityCurveTest {
    /** By hand: ((0 - 2) 10 + (4 - 2) 60) / 8 = 12.5, ((0 - 2) 30 + (4 - 2) 50) / 8 = 5. */
    @Test
    void slopes_twoPrompts_areLeastSquares() {
        assertThat(ControllabilityCurve.slopes(new int[] {0, 2, 4}, new double[][] {{10, 30}, {20, 30}, {60, 50}}))
                .containsExactly(new double[] {12.5, 5}, within(1e-12));
    }

    @Test
    void slopes_unevenRatingsOnALine_areItsSlope() {
        assertThat(ControllabilityCurve.slopes(new int[] {0, 1, 4}, new double[][] {{7}, {4}, {-5}}))
                .containsExactly(new double[] {-3}, within(1e-12));
    }
}
