package helpsteer.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    @Test
    void of_winsLossesTies_areCountedStrictly() {
        Accuracy accuracy = Accuracy.of(new double[] {2, 1, 0.5, 0, -0.0}, new double[] {1, 2, 0.5, -1, 0.0});
        assertThat(accuracy).isEqualTo(new Accuracy(2, 1, 2));
        assertThat(accuracy.total()).isEqualTo(5);
        assertThat(accuracy.strict()).isEqualTo(0.4);
        assertThat(accuracy.interval()).isEqualTo(Wilson.of(2, 5));
        assertThat(accuracy.toString()).isEqualTo("0.400 " + Wilson.of(2, 5) + " (2 of 5, 2 ties)");
    }

    @Test
    void of_nanOtherLengthsOrNothing_isRefused() {
        assertThatThrownBy(() -> Accuracy.of(new double[] {1, 2}, new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores of pair 1 must be numbers, got 2.0 and NaN; look at the text that was scored");
        assertThatThrownBy(() -> Accuracy.of(new double[2], new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("right and wrong must be of one length, got 2 and 1");
        assertThatThrownBy(() -> Accuracy.of(new double[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wins, losses and ties must be at least 0 and not all 0, got 0, 0 and 0");
    }

    @Test
    void constructor_oneKindOnly_isAllowed() {
        assertThat(new Accuracy(1, 0, 0).strict()).isEqualTo(1);
        assertThat(new Accuracy(0, 1, 0).strict()).isZero();
        assertThat(new Accuracy(0, 0, 1).total()).isEqualTo(1);
    }

    @Test
    void constructor_negativeCount_isRefused() {
        for (Runnable bad : List.<Runnable>of(
                () -> new Accuracy(-1, 2, 2), () -> new Accuracy(2, -1, 2), () -> new Accuracy(2, 2, -1))) {
            assertThatThrownBy(bad::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("wins, losses and ties must be at least 0 and not all 0, got ");
        }
    }

    @Test
    void ofSigns_sameOppositeAndZero_areOneNoneAndAHalf() {
        assertThat(Accuracy.ofSigns(0.2, 3)).isEqualTo(1);
        assertThat(Accuracy.ofSigns(-0.2, 3)).isZero();
        assertThat(Accuracy.ofSigns(0, 3)).isEqualTo(0.5);
        assertThat(Accuracy.ofSigns(-1, 0)).isEqualTo(0.5);
    }
}
