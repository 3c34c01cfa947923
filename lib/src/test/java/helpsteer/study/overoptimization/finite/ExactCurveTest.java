package helpsteer.study.overoptimization.finite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.RewardCurve.Run;
import helpsteer.study.overoptimization.StandardizedReward;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExactCurveTest {
    private static final OveroptimizationSettings SETTINGS = new OveroptimizationSettings(List.of(50), 2, 2, 2000, 3);
    private static final double[] KL = FiniteReplicate.grid();

    static Stream<BiFunction<double[], double[], PolicyFamily>> families() {
        return Stream.of(RankedResponses::new, TiltedResponses::new);
    }

    private static ExactCurve curve(
            ResponseWorld world, double[][] proxy, BiFunction<double[], double[], PolicyFamily> family) {
        return new ExactCurve(IntStream.range(0, world.prompts())
                .mapToObj(p -> family.apply(proxy[p], world.reference()[p]))
                .toList());
    }

    /** A reward that is gold itself is never too much. */
    @ParameterizedTest
    @MethodSource("families")
    void at_perfectProxy_goldNeverFalls(BiFunction<double[], double[], PolicyFamily> family) {
        ResponseWorld world = ResponseWorld.draw(SETTINGS, 0);
        Run run = curve(world, world.gold(), family).at(KL, world.gold(), world.gold());
        List<Double> gold = run.gold().get(0);
        assertThat(gold.size()).isGreaterThan(15);
        assertThat(gold.get(0)).isPositive();
        for (int i = 1; i < gold.size(); i++) {
            assertThat(gold.get(i)).as("point %d", i).isGreaterThan(gold.get(i - 1));
        }
        assertThat(run.proxy()).isEqualTo(run.gold());
    }

    /** No policy has more reward at its KL than the KL-regularised optimum: best of n has less, by the proxy and by gold alike. */
    @Test
    void at_perfectProxy_theOptimumHasMoreThanBestOfN() {
        ResponseWorld world = ResponseWorld.draw(SETTINGS, 0);
        List<Double> best = curve(world, world.gold(), RankedResponses::new)
                .at(KL, world.gold(), world.gold())
                .gold()
                .get(0);
        List<Double> optimum = curve(world, world.gold(), TiltedResponses::new)
                .at(KL, world.gold(), world.gold())
                .gold()
                .get(0);
        for (int i = 0; i < best.size(); i++) {
            assertThat(best.get(i)).isLessThan(optimum.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void at_constantReward_reachesNothing(BiFunction<double[], double[], PolicyFamily> family) {
        ResponseWorld world = ResponseWorld.draw(SETTINGS, 0);
        double[][] same = {new double[2000], new double[2000]};
        assertThat(curve(world, same, family).at(KL, world.gold(), same).reached())
                .isZero();
    }

    /** The known law: along a direction of cosine 0.8 the optimum has gold d (alpha - beta d) while responses are not yet few. */
    @Test
    void at_linearProxyAmongManyResponses_isTheKnownLaw() {
        ResponseWorld world = ResponseWorld.draw(new OveroptimizationSettings(List.of(50), 2, 2, 50_000, 4), 1);
        double[][] proxy = world.vectors().stream()
                .map(prompt -> Arrays.stream(prompt)
                        .mapToDouble(x -> 0.8 * x[0] + 0.6 * x[5])
                        .toArray())
                .toArray(double[][]::new);
        double[][] standardised = StandardizedReward.of(proxy, world.reference());
        Run run = curve(world, standardised, TiltedResponses::new).at(KL, world.gold(), standardised);
        QuadraticGold law = world.law();
        for (int i = 0; i < 8; i++) { // up to d = 1
            double d = Math.sqrt(KL[i]);
            double expected = d * (law.alpha(0.8) - law.beta(0.8) * d);
            assertThat(run.gold().get(0).get(i)).as("d = %s", d).isCloseTo(expected, within(0.05));
            assertThat(run.proxy().get(0).get(i)).as("d = %s", d).isCloseTo(Math.sqrt(2) * d, within(0.05));
        }
    }
}
