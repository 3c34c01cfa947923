package helpsteer.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void contains_ends_areInside() {
        Interval interval = new Interval(-1, 2, 0.95);
        assertThat(interval.contains(-1)).isTrue();
        assertThat(interval.contains(2)).isTrue();
        assertThat(interval.contains(2.0001)).isFalse();
        assertThat(interval.contains(Double.NaN)).isFalse();
        assertThat(interval).hasToString("[-1.0000, 2.0000]");
    }

    @Test
    void constructor_badValues_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interval(2, 1, 0.95))
                .withMessage("low must be at most high, got 2.0 and 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interval(Double.NaN, 1, 0.95))
                .withMessage("low must be at most high, got NaN and 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interval(0, 1, 95))
                .withMessage("level must be in (0, 1), got 95.0");
    }

    @Test
    void constructor_levelAtAnEnd_isRefused() {
        for (double level : new double[] {0, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Interval(0, 1, level))
                    .withMessage("level must be in (0, 1), got " + level);
        }
    }
}
