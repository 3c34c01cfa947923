package helpsteer.study.overoptimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.stats.Moments;
import helpsteer.study.overoptimization.RewardCurve.Run;
import helpsteer.study.overoptimization.ScalingForm.Coefficients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurveResultTest {
    private static final Seed SEED = new Seed(5);
    private static final double[] KL =
            IntStream.rangeClosed(1, 20).mapToDouble(i -> 0.125 * i * 0.125 * i).toArray();

    /** Curves of a form whose coefficients, and nothing else, differ from repetition to repetition. */
    private static RewardCurve planted(ScalingForm form, List<Coefficients> coefficients) {
        List<Double> proxy = Arrays.stream(KL).mapToObj(Math::sqrt).toList();
        return new RewardCurve(
                "planted",
                KL,
                coefficients.stream()
                        .map(own -> Run.ofMeans(
                                Arrays.stream(KL)
                                        .mapToObj(kl -> form.gold(own, Math.sqrt(kl)))
                                        .toList(),
                                proxy))
                        .toList());
    }

    private static RewardCurve planted(ScalingForm form, double alpha, double beta, double noise) {
        return planted(form, drawn(alpha, beta, noise));
    }

    private static List<Coefficients> drawn(double alpha, double beta, double noise) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, 30)
                .mapToObj(i ->
                        new Coefficients(alpha + noise * random.nextGaussian(), beta + noise * random.nextGaussian()))
                .toList();
    }

    /** Least squares are linear: the fit to the mean curve has the mean coefficients, and they have Student's interval. */
    @ParameterizedTest
    @EnumSource
    void of_plantedCoefficients_areGivenBackWithTheIntervalOfTheirMean(ScalingForm form) {
        List<Coefficients> drawn = drawn(0.9, 0.3, 0.1);
        ScalingFit fit = CurveResult.of(planted(form, drawn), SEED).fit(form);
        assertNear(fit.alpha(), drawn.stream().mapToDouble(Coefficients::alpha).toArray());
        assertNear(fit.beta(), drawn.stream().mapToDouble(Coefficients::beta).toArray());
    }

    private static void assertNear(Estimate fitted, double[] drawn) {
        Estimate mean = Moments.of(drawn).toEstimate();
        assertThat(fitted.value()).isCloseTo(mean.value(), within(1e-12));
        assertThat(fitted.low()).isCloseTo(mean.low(), within(1e-9));
        assertThat(fitted.high()).isCloseTo(mean.high(), within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void of_curvesOfOneForm_theOtherFormErrsMoreFarAway(ScalingForm form) {
        CurveResult result = CurveResult.of(planted(form, 0.9, 0.3, 0), SEED);
        for (ScalingForm tried : ScalingForm.values()) {
            ScalingFit fit = result.fit(tried);
            if (tried == form) {
                assertThat(fit.farError()).isCloseTo(0, within(1e-12));
                assertThat(fit.seedError()).isCloseTo(0, within(1e-12));
            } else {
                assertThat(fit.farError()).isGreaterThan(0.1);
                assertThat(fit.seedError()).isGreaterThan(0.01);
            }
        }
    }

    /** d (0.9 - 0.3 d) is highest at d = 1.5, KL 2.25. */
    @Test
    void of_parabola_turnsAtItsTop() {
        TurnOver turn = CurveResult.of(planted(ScalingForm.BEST_OF_N, 0.9, 0.3, 0), SEED)
                .turnOver();
        assertThat(turn.kl()).hasValueSatisfying(kl -> assertThat(kl).isCloseTo(2.25, within(1e-9)));
        assertThat(turn.share()).isEqualTo(1);
        assertThat(turn.change().value()).isCloseTo(2.5 * (0.9 - 0.3 * 2.5) - 0.675, within(1e-12));
        assertThat(turn).hasToString("2.25 [2.25, 2.25]");
    }

    /** d (0.93 - 0.3 d) is highest at d = 1.55, between two points of the grid: the parabola finds it all the same. */
    @Test
    void of_parabolaBetweenPoints_turnsAtItsTop() {
        TurnOver turn = CurveResult.of(planted(ScalingForm.BEST_OF_N, 0.93, 0.3, 0), SEED)
                .turnOver();
        assertThat(turn.kl()).hasValueSatisfying(kl -> assertThat(kl).isCloseTo(1.55 * 1.55, within(1e-9)));
    }

    /** The same by the coefficients: (0.9 / 0.6)² = 2.25. */
    @Test
    void quality_knownCoefficients_tellTheTurnOver() {
        Optional<Estimate> none = Optional.empty();
        ProxyResult.Quality known =
                new ProxyResult.Quality(Estimate.of(0.5), Optional.of(Estimate.of(0.9)), Optional.of(Estimate.of(0.3)));
        assertThat(known.turnOver()).hasValueSatisfying(kl -> assertThat(kl).isCloseTo(2.25, within(1e-12)));
        assertThat(new ProxyResult.Quality(Estimate.of(0.5), none, none).turnOver())
                .isEmpty();
    }

    @Test
    void of_plantedTurn_isWithinItsInterval() {
        TurnOver turn = CurveResult.of(planted(ScalingForm.BEST_OF_N, 0.9, 0.3, 0.05), SEED)
                .turnOver();
        assertThat(turn.low().orElseThrow()).isLessThan(2.25);
        assertThat(turn.high().orElseThrow()).isGreaterThan(2.25);
    }

    @Test
    void of_risingToTheEnd_isNotReached() {
        TurnOver turn = CurveResult.of(planted(ScalingForm.BEST_OF_N, 2, 0.1, 0.01), SEED)
                .turnOver();
        assertThat(turn.share()).isZero();
        assertThat(turn.change().value()).isZero();
        assertThat(turn).hasToString("not reached [not reached, not reached]");
    }

    @Test
    void of_fallingFromTheStart_turnsAtTheReferencePolicy() {
        TurnOver turn = CurveResult.of(planted(ScalingForm.BEST_OF_N, -0.5, 0.1, 0.01), SEED)
                .turnOver();
        assertThat(turn.kl()).contains(0.0);
        assertThat(turn.change().value()).isCloseTo(-0.5 * 2.5 - 0.1 * 6.25, within(0.05));
    }

    /** Gold that never changes, seen through noise: the highest of twenty points is chance, and the end no worse than it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_noiseAlone_theChangeHoldsZeroAsOftenAsItSays(boolean smooth) {
        SplittableRandom random = new SplittableRandom(8);
        int alarms = 0;
        for (int world = 0; world < 400; world++) {
            RewardCurve curve = noise(smooth, random);
            double[] gold = curve.meanGold(IntStream.range(0, 10).toArray());
            Estimate change =
                    TurnOver.of(curve, gold, curve.resampled(5, random)).change();
            alarms += change.high() < 0 || change.low() > 0 ? 1 : 0;
        }
        assertThat(alarms / 400.0).isBetween(0.01, 0.09);
    }

    private static RewardCurve noise(boolean smooth, SplittableRandom random) {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Coefficients own = new Coefficients(random.nextGaussian(), random.nextGaussian());
            List<Double> gold = Arrays.stream(KL)
                    .mapToObj(kl ->
                            smooth ? 5 + ScalingForm.BEST_OF_N.gold(own, Math.sqrt(kl)) : 5 + random.nextGaussian())
                    .toList();
            runs.add(Run.ofMeans(gold, gold));
        }
        return new RewardCurve("noise", KL, runs);
    }

    @Test
    void gainOver_otherDistances_isRefused() {
        double[] other = KL.clone();
        other[1] = 0.07;
        List<Run> runs = List.of(runOfPrompts(1), runOfPrompts(2));
        RewardCurve one = new RewardCurve("one", KL, runs);
        RewardCurve two = new RewardCurve("two", other, runs);
        assertThat(one.gainOver(two, 0).value()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.gainOver(two, 1))
                .withMessage("curves must have one distance to be compared, got KL 0.0625 of one and 0.07 of two");
    }

    @Test
    void of_twice_isTheSame() {
        RewardCurve curve = planted(ScalingForm.BEST_OF_N, 0.9, 0.3, 0.05);
        assertThat(CurveResult.of(curve, SEED)).isEqualTo(CurveResult.of(curve, SEED));
    }

    /** Two repetitions, two prompts: resampling draws both. */
    @Test
    void of_severalPrompts_theirSpreadWidensTheInterval() {
        List<Run> alike = new ArrayList<>();
        List<Run> apart = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            alike.add(runOfPrompts(1, 1, 1));
            apart.add(runOfPrompts(0.4, 1, 1.6));
        }
        ScalingFit narrow =
                CurveResult.of(new RewardCurve("alike", KL, alike), SEED).fit(ScalingForm.BEST_OF_N);
        ScalingFit wide =
                CurveResult.of(new RewardCurve("apart", KL, apart), SEED).fit(ScalingForm.BEST_OF_N);
        assertThat(narrow.alpha().value()).isCloseTo(wide.alpha().value(), within(1e-12));
        assertThat(narrow.alpha().high() - narrow.alpha().low()).isCloseTo(0, within(1e-12));
        assertThat(wide.alpha().high() - wide.alpha().low()).isGreaterThan(0.3);
    }

    private static Run runOfPrompts(double... alphas) {
        List<List<Double>> gold = Arrays.stream(alphas)
                .mapToObj(alpha ->
                        Arrays.stream(KL).mapToObj(kl -> alpha * Math.sqrt(kl)).toList())
                .toList();
        return new Run(gold, gold);
    }

    @Test
    void rewardCurve_runsOfDifferentReach_endsWhereTheShortestDoes() {
        Run three = Run.ofMeans(List.of(1.0, 2.0, 3.0), List.of(1.0, 2.0, 3.0));
        Run four = Run.ofMeans(List.of(2.0, 4.0, 6.0, 8.0), List.of(1.0, 2.0, 3.0, 4.0));
        RewardCurve curve = new RewardCurve("short", KL, List.of(three, four));
        assertThat(curve.points()).isEqualTo(3);
        assertThat(curve.gold(2).value()).isEqualTo(4.5);
        assertThat(curve.gainOver(curve, 1).value()).isZero();
    }

    @Test
    void rewardCurve_badRuns_areRefused() {
        Run two = Run.ofMeans(List.of(1.0, 2.0), List.of(1.0, 2.0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RewardCurve("best of n", KL, List.of(two, two)))
                .withMessage("runs of best of n must all reach at least 3 of the 20 distances, got 2;"
                        + " take more responses or steps");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RewardCurve("best of n", KL, List.of(two)))
                .withMessage("runs must be at least 2, got 1");
    }
}
