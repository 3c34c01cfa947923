package helpsteer.study.overoptimization.finite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.StandardizedReward;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PolicyGradientTest {
    private static final ResponseWorld WORLD =
            ResponseWorld.draw(new OveroptimizationSettings(List.of(50), 2, 2, 1000, 5), 0);
    private static final double[][] PROXY = StandardizedReward.of(
            WORLD.vectors().stream()
                    .map(prompt -> Arrays.stream(prompt)
                            .mapToDouble(x -> x[0] - 0.5 * x[3])
                            .toArray())
                    .toArray(double[][]::new),
            WORLD.reference());

    /** A linear reward tilts to a log-linear policy, so training with a KL weight ends near the KL-regularised optimum. */
    private static void assertNearOptimum(Trajectory.Point end, double weight) {
        double kl = 0;
        double proxy = 0;
        for (int p = 0; p < WORLD.prompts(); p++) {
            TiltedResponses optimum = new TiltedResponses(PROXY[p], WORLD.reference()[p]);
            kl += optimum.kl(1 / weight) / WORLD.prompts();
            double[] probabilities = optimum.probabilities(1 / weight);
            for (int y = 0; y < probabilities.length; y++) {
                proxy += probabilities[y] * PROXY[p][y] / WORLD.prompts();
            }
        }
        assertThat(end.kl()).isCloseTo(kl, within(0.15 * kl + 0.1));
        assertThat(end.proxy() - weight * end.kl()).isBetween(proxy - weight * kl - 0.08, proxy - weight * kl + 1e-9);
    }

    @Test
    void reinforce_withKlWeight_endsNearTheOptimum() {
        assertNearOptimum(
                new PolicyGradient(WORLD, PROXY, 0.5)
                        .reinforce(new SplittableRandom(1))
                        .end(),
                0.5);
    }

    @Test
    void ppo_withKlWeight_endsNearTheOptimum() {
        assertNearOptimum(
                new PolicyGradient(WORLD, PROXY, 0.5)
                        .ppo(new SplittableRandom(1))
                        .end(),
                0.5);
    }

    @Test
    void training_withoutKlWeight_goesFurtherThanWith() {
        for (boolean ppo : new boolean[] {false, true}) {
            PolicyGradient free = new PolicyGradient(WORLD, PROXY, 0);
            PolicyGradient held = new PolicyGradient(WORLD, PROXY, 1);
            Trajectory far = ppo ? free.ppo(new SplittableRandom(2)) : free.reinforce(new SplittableRandom(2));
            Trajectory near = ppo ? held.ppo(new SplittableRandom(2)) : held.reinforce(new SplittableRandom(2));
            assertThat(far.end().kl()).isGreaterThan(4 * near.end().kl());
            assertThat(far.end().proxy()).isGreaterThan(near.end().proxy());
            assertThat(far.points().get(0)).isEqualTo(near.points().get(0));
            assertThat(far.points().get(0).kl()).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void training_sameSeed_isTheSame() {
        PolicyGradient training = new PolicyGradient(WORLD, PROXY, 0.25);
        assertThat(training.reinforce(new SplittableRandom(3))).isEqualTo(training.reinforce(new SplittableRandom(3)));
        assertThat(training.ppo(new SplittableRandom(3))).isEqualTo(training.ppo(new SplittableRandom(3)));
    }

    @Test
    void training_interrupted_stops() {
        Thread.currentThread().interrupt();
        try {
            assertThat(catchThrowable(() -> new PolicyGradient(WORLD, PROXY, 0).ppo(new SplittableRandom(3))))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("training was interrupted; run it again");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** The step's direction against finite differences of the expected log-probability. */
    @Test
    void step_oneSample_movesItsLogProbabilityAsTheGradientSays() {
        LogLinearPolicy policy = new LogLinearPolicy(WORLD);
        double[] before = {policy.log(0, 7), policy.log(1, 9)};
        float[] vector = WORLD.vectors().get(0)[7];
        double squares = 0;
        for (int d = 0; d < vector.length; d++) {
            double mean = 0;
            for (int y = 0; y < WORLD.reference()[0].length; y++) {
                mean += WORLD.reference()[0][y] * WORLD.vectors().get(0)[y][d];
            }
            squares += (vector[d] - mean) * (vector[d] - mean);
        }
        double rate = 1e-6;
        policy.step(new int[][] {{7}, {9}}, new double[] {-1, 0}, rate);
        assertThat((policy.log(0, 7) - before[0]) / rate).isCloseTo(squares, within(1e-3 * squares));
        assertThat(policy.log(1, 9)).isNotEqualTo(before[1]); // theta is common to all prompts
    }

    @Test
    void kl_afterSteps_isTheSumOverResponses() {
        LogLinearPolicy policy = new LogLinearPolicy(WORLD);
        policy.step(new int[][] {{7}, {9}}, new double[] {-1, 0.5}, 0.2);
        double kl = 0;
        double gold = 0;
        for (int p = 0; p < 2; p++) {
            for (int y = 0; y < WORLD.reference()[p].length; y++) {
                double probability = Math.exp(policy.log(p, y));
                kl += probability * (policy.log(p, y) - Math.log(WORLD.reference()[p][y])) / 2;
                gold += probability * WORLD.gold()[p][y] / 2;
            }
        }
        assertThat(policy.kl()).isPositive().isCloseTo(kl, within(1e-10));
        assertThat(policy.expected(WORLD.gold())).isCloseTo(gold, within(1e-10));
    }

    /** Distances 0, 1, 3, 2: a KL of 4 (distance 2) is first reached half way from 1 to 3, and 16 never. */
    @Test
    void trajectory_wantedKl_isReadWhereItIsFirstReached() {
        Trajectory trajectory = new Trajectory(List.of(
                new Trajectory.Point(0, 0, 0),
                new Trajectory.Point(1, 1, 2),
                new Trajectory.Point(9, 2, 6),
                new Trajectory.Point(4, 7, 7)));
        assertThat(trajectory.at(new double[] {0.25, 1, 4, 16}).gold().get(0)).containsExactly(0.5, 1.0, 1.5);
        assertThat(trajectory.at(new double[] {0.25, 1, 4, 16}).proxy().get(0)).containsExactly(1.0, 2.0, 4.0);
        assertThat(trajectory.end().gold()).isEqualTo(7);
    }

    @Test
    void draws_manyTimes_haveTheirProbabilities() {
        double[] probabilities = {0.2, 0, 0.5, 0.3};
        Draws draws = new Draws(probabilities);
        SplittableRandom random = new SplittableRandom(4);
        double[] shares = new double[4];
        for (int i = 0; i < 100_000; i++) {
            shares[draws.next(random)] += 1e-5;
        }
        assertThat(shares).containsExactly(probabilities, within(0.006));
        assertThat(shares[1]).isZero();
    }
}
