package helpsteer.study.overoptimization.finite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.align.steerlm2.FiniteWorld;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TiltedResponsesTest {
    private static final double[] REWARDS = {0.5, -1, 2, 0.5, 1};
    private static final double[] REFERENCE = {0.1, 0.3, 0.05, 0.35, 0.2};

    private static double kl(double[] policy) {
        double sum = 0;
        for (int y = 0; y < policy.length; y++) {
            sum += policy[y] * Math.log(policy[y] / REFERENCE[y]);
        }
        return sum;
    }

    /** Reward less beta times KL. */
    private static double objective(double[] policy, double beta) {
        double reward = 0;
        for (int y = 0; y < policy.length; y++) {
            reward += policy[y] * REWARDS[y];
        }
        return reward - beta * kl(policy);
    }

    @Test
    void probabilities_anyOtherPolicy_hasLessOfTheObjective() {
        SplittableRandom random = new SplittableRandom(1);
        for (double beta : new double[] {0.1, 0.5, 3}) {
            double[] best = new TiltedResponses(REWARDS, REFERENCE).probabilities(1 / beta);
            assertThat(Arrays.stream(best).sum()).isCloseTo(1, within(1e-14));
            for (int i = 0; i < 2000; i++) {
                double size = i % 2 == 0 ? 0.01 : 2;
                double[] other = FiniteWorld.probabilities(Arrays.stream(best)
                        .map(p -> Math.log(p) + size * random.nextGaussian())
                        .toArray());
                assertThat(objective(other, beta)).isLessThanOrEqualTo(objective(best, beta));
            }
        }
    }

    @Test
    void kl_someStrengths_isTheSumOverResponses() {
        TiltedResponses tilted = new TiltedResponses(REWARDS, REFERENCE);
        for (double strength : new double[] {0, 0.3, 2, 20}) {
            assertThat(tilted.kl(strength)).isCloseTo(kl(tilted.probabilities(strength)), within(1e-12));
        }
    }

    @Test
    void probabilities_strongest_isTheBestResponse() {
        TiltedResponses tilted = new TiltedResponses(REWARDS, REFERENCE);
        assertThat(tilted.probabilities(tilted.strongest())[2]).isCloseTo(1, within(1e-12));
        assertThat(tilted.kl(tilted.strongest())).isCloseTo(Math.log(20), within(1e-12));
    }
}
