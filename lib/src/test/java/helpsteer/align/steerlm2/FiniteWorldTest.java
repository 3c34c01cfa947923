package helpsteer.align.steerlm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.align.steerlm2.FiniteWorld.Moments;
import helpsteer.align.steerlm2.FiniteWorld.Training;
import helpsteer.run.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The estimator of SteerLM 2.0 where the answer is known. */
class FiniteWorldTest {
    private static final FiniteWorld WORLD =
            new FiniteWorld(new double[] {0.5, 0.3, 0.2}, new double[] {0.1, 0.6, 0.3});

    /** A policy on its way. */
    private static final double[] POLICY = {0.4, -0.2, 0.1};

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double farthest(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    @Test
    void answer_threeResponses_isBayesByHand() {
        double all = 0.05 + 0.18 + 0.06;
        assertThat(farthest(WORLD.answer(), new double[] {0.05 / all, 0.18 / all, 0.06 / all}))
                .isLessThan(1e-15);
        double[] optimal = Arrays.stream(WORLD.answer()).map(Math::log).toArray();
        assertThat(WORLD.divergence(optimal)).isCloseTo(0, within(1e-15));
    }

    @Test
    void gradient_ofTheDivergence_isItsSlope() {
        double[] gradient = WORLD.gradient(POLICY);
        for (int y = 0; y < POLICY.length; y++) {
            double[] up = POLICY.clone();
            double[] down = POLICY.clone();
            up[y] += 1e-5;
            down[y] -= 1e-5;
            assertThat((WORLD.divergence(up) - WORLD.divergence(down)) / 2e-5).isCloseTo(gradient[y], within(1e-9));
        }
    }

    /** 20,000 steps of 16 draws against the sum over all draws, and that against the exact gradient. */
    @Test
    void estimate_manyDraws_hasTheMomentsThatEnumerationGives() {
        for (boolean baseline : new boolean[] {true, false}) {
            Moments moments = WORLD.moments(16, WORLD.prior(), POLICY, baseline);
            SplittableRandom random = new SplittableRandom(11);
            int rounds = 20_000;
            double[] sum = new double[3];
            double[] squares = new double[3];
            for (int i = 0; i < rounds; i++) {
                double[] estimate =
                        WORLD.estimate(FiniteWorld.draw(WORLD.prior(), 16, random), WORLD.prior(), POLICY, baseline);
                for (int y = 0; y < 3; y++) {
                    sum[y] += estimate[y];
                    squares[y] += estimate[y] * estimate[y];
                }
            }
            for (int y = 0; y < 3; y++) {
                double mean = sum[y] / rounds;
                double error = Math.sqrt(moments.variance().get(y) / rounds);
                assertThat(mean)
                        .as("seed 11, baseline %s, response %d", baseline, y)
                        .isCloseTo(moments.mean().get(y), within(4 * error));
                assertThat(squares[y] / rounds - mean * mean)
                        .isCloseTo(
                                moments.variance().get(y),
                                within(0.05 * moments.variance().get(y)));
            }
        }
    }

    /** The weights are divided by their own sum, which costs a bias of c/n: halved wherever n is doubled. */
    @Test
    void moments_moreDraws_biasFallsAsOneOverN() {
        double[] gradient = WORLD.gradient(POLICY);
        for (boolean baseline : new boolean[] {true, false}) {
            double last = Double.NaN;
            for (int n : new int[] {16, 32, 64, 128}) {
                double bias = farthest(
                        numbers(WORLD.moments(n, WORLD.prior(), POLICY, baseline)
                                .mean()),
                        gradient);
                assertThat(bias).isGreaterThan(0).isLessThan(1.0 / n);
                if (!Double.isNaN(last)) {
                    assertThat(last / bias).as("n %d, baseline %s", n, baseline).isBetween(1.8, 2.2);
                }
                last = bias;
            }
        }
    }

    /** With enough draws the bias is far below the error of a thousand estimates: the mean is the exact gradient. */
    @Test
    void estimate_manyLargeDraws_meanIsTheExactGradientWithinItsStandardError() {
        double[] gradient = WORLD.gradient(POLICY);
        SplittableRandom random = new SplittableRandom(12);
        int rounds = 1000;
        int n = 2000;
        double[][] estimates = new double[rounds][];
        Arrays.setAll(
                estimates,
                i -> WORLD.estimate(FiniteWorld.draw(WORLD.prior(), n, random), WORLD.prior(), POLICY, true));
        for (int y = 0; y < 3; y++) {
            int at = y;
            double mean =
                    Arrays.stream(estimates).mapToDouble(e -> e[at]).average().orElseThrow();
            double variance = Arrays.stream(estimates)
                            .mapToDouble(e -> (e[at] - mean) * (e[at] - mean))
                            .sum()
                    / (rounds - 1);
            assertThat(mean)
                    .as("seed 12, response %d", y)
                    .isCloseTo(gradient[y], within(3 * Math.sqrt(variance / rounds)));
        }
    }

    /** At the answer w' equals b' whatever was drawn, so that the last steps are free of noise; without it they are not. */
    @Test
    void moments_nearTheAnswer_baselineTakesTheVarianceAway() {
        double[] optimal = Arrays.stream(WORLD.answer()).map(Math::log).toArray();
        assertThat(WORLD.moments(10, WORLD.prior(), optimal, true).totalVariance())
                .isLessThan(1e-25);
        assertThat(WORLD.moments(10, WORLD.prior(), optimal, false).totalVariance())
                .isGreaterThan(0.01);
        double[] near = {optimal[0] + 0.2, optimal[1] - 0.1, optimal[2]};
        double with = WORLD.moments(10, WORLD.prior(), near, true).totalVariance();
        double without = WORLD.moments(10, WORLD.prior(), near, false).totalVariance();
        assertThat(with).isLessThan(without / 10);
    }

    @Test
    void train_withBaseline_findsTheAnswer() {
        double[] logits = WORLD.prior();
        double[] curve = WORLD.train(logits, new Training(10, 400, 1, 0.5, true), new Seed(4));
        assertThat(curve[0]).isGreaterThan(0.1);
        assertThat(curve[400]).isLessThan(1e-3).isEqualTo(WORLD.divergence(logits));
        assertThat(farthest(FiniteWorld.probabilities(logits), WORLD.answer())).isLessThan(1e-2);
    }

    @Test
    void train_secondIterationOfManyWorlds_findsTheAnswerOfEach() {
        SplittableRandom random = new SplittableRandom(9);
        for (int round = 0; round < 10; round++) {
            double[] prior = random.doubles(8, 0.05, 1).toArray();
            double all = Arrays.stream(prior).sum();
            FiniteWorld world = new FiniteWorld(
                    Arrays.stream(prior).map(p -> p / all).toArray(),
                    random.doubles(8, 0.01, 1).toArray());
            double[] logits = world.prior();
            double[] curve = world.train(logits, new Training(10, 400, 2, 0.5, true), new Seed(round));
            assertThat(curve[800]).as("seed 9, world %d", round).isLessThan(1e-3);
        }
    }

    @Test
    void train_sameSeed_isTheSame() {
        Training training = new Training(4, 20, 2, 0.1, false);
        assertThat(WORLD.train(WORLD.prior(), training, new Seed(1)))
                .isEqualTo(WORLD.train(WORLD.prior(), training, new Seed(1)));
    }

    @Test
    void finiteWorld_badNumbers_areRefused() {
        assertThatThrownBy(() -> new FiniteWorld(new double[] {0.5, 0.6}, new double[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prior must be above 0 and add up to 1, got [0.5, 0.6]");
        assertThatThrownBy(() -> new FiniteWorld(new double[] {0.5, 0.5}, new double[] {0, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attributes must be above 0 and at most 1, got [0.0, 1.0]");
        assertThatThrownBy(() -> new FiniteWorld(new double[] {1}, new double[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prior and attributes must have one length, at least 1, got 1 and 2");
        assertThatThrownBy(() -> new Training(0, 1, 1, 1, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n, steps and iterations must be at least 1 and rate above 0, got 0, 1, 1 and 1.0");
    }
}
