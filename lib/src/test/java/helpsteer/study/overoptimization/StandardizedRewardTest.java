package helpsteer.study.overoptimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StandardizedRewardTest {
    private static final double[][] REFERENCE = {{0.5, 0.25, 0.25}, {0.2, 0.3, 0.5}};

    /** First prompt: mean 1 and variance 1; second: mean 10 and variance 0; the mean variance is 1/2. */
    @Test
    void of_twoPrompts_byHand() {
        double[][] out = StandardizedReward.of(new double[][] {{0, 2, 2}, {10, 10, 10}}, REFERENCE);
        double root = Math.sqrt(2);
        assertThat(out[0]).containsExactly(new double[] {-root, root, root}, within(1e-15));
        assertThat(out[1]).containsExactly(new double[] {0, 0, 0}, within(1e-15));
    }

    @Test
    void of_allEqual_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandardizedReward.of(new double[][] {{1, 1, 1}, {2, 2, 2}}, REFERENCE))
                .withMessage("rewards of a prompt must differ, got one for all responses to each");
    }

    @Test
    void correlation_knownPairs_byHand() {
        double[][] first = StandardizedReward.of(new double[][] {{0, 2, 2}, {1, 2, 3}}, REFERENCE);
        double[][] scaled = StandardizedReward.of(new double[][] {{5, 9, 9}, {2, 4, 6}}, REFERENCE);
        double[][] against = StandardizedReward.of(new double[][] {{0, 2, 2}, {3, 2, 1}}, REFERENCE);
        assertThat(StandardizedReward.correlation(first, scaled, REFERENCE)).isCloseTo(1, within(1e-12));
        assertThat(StandardizedReward.correlation(first, against, REFERENCE)).isCloseTo(0, within(1e-12)); // 1 and -1
    }
}
