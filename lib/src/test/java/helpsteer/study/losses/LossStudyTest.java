package helpsteer.study.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.run.Json;
import helpsteer.stats.Moments;
import helpsteer.study.losses.LossReport.SituationResult;
import helpsteer.study.losses.Situation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Short forms of the study whose answers are known. */
class LossStudyTest {
    private static final Covariances COVARIANCES = Covariances.isotropic(8);
    private static final LinearWorld WORLD = LinearWorld.of(COVARIANCES, new SplittableRandom(1));
    private static final PairDraws TRAIN = PairDraws.of(COVARIANCES, 4000, new SplittableRandom(2));
    private static final LabelledPairs FRESH = LabelledPairs.of(
            WORLD, PairDraws.of(COVARIANCES, 10_000, new SplittableRandom(3)), Labelling.of(0.7), 10_000);

    private static TrainingPairs train(Labelling labelling) {
        return TrainingPairs.of(LabelledPairs.of(WORLD, TRAIN, labelling, 4000), Ties.DROPPED);
    }

    private static Outcome outcome(LossLearner learner, LengthRemedy remedy, Labelling labelling) {
        return Outcome.of(remedy.fit(learner, train(labelling)), WORLD, FRESH);
    }

    @ParameterizedTest
    @EnumSource
    void fit_noNoiseAndManyRows_findsTheGoldDirection(LossLearner learner) {
        Outcome outcome = outcome(learner, LengthRemedy.NONE, Labelling.of(0));
        assertThat(outcome.cosine()).isGreaterThan(0.995);
        assertThat(outcome.gold()).isCloseTo(1 - Math.acos(outcome.cosine()) / Math.PI, within(0.005));
        assertThat(outcome.lengthWeight()).isCloseTo(0, within(0.05));
    }

    /** Labels that are right as often as wrong: nothing can be learnt, so that over seeds a head wins every second pair. */
    @ParameterizedTest
    @EnumSource
    void fit_labelsWithoutMeaning_winsEverySecondPair(LossLearner learner) {
        List<Double> accuracies = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            PairDraws draws = PairDraws.of(COVARIANCES, 200, new SplittableRandom(100 + seed));
            LinearWorld other = LinearWorld.of(COVARIANCES, new SplittableRandom(200 + seed)); // not the one judged by
            TrainingPairs pairs =
                    TrainingPairs.of(LabelledPairs.of(other, draws, Labelling.of(0.7), 200), Ties.DROPPED);
            accuracies.add(Outcome.of(LengthRemedy.NONE.fit(learner, pairs), WORLD, FRESH)
                    .gold());
        }
        double[] values = accuracies.stream().mapToDouble(Double::doubleValue).toArray();
        assertThat(Moments.of(values).meanInterval(0.999).contains(0.5)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"REGRESSION", "REGULAR", "MARGIN", "SCALED"})
    void fit_plantedLengthBias_isCopiedAndTheCovariateRemovesIt(LossLearner learner) {
        Labelling biased = Labelling.of(0.7).withLengthBias(1);
        double planted = WORLD.plantedWeight(biased);
        Outcome copied = outcome(learner, LengthRemedy.NONE, biased);
        assertThat(copied.lengthWeight()).isCloseTo(planted, within(0.25 * planted));
        assertThat(copied.longerWins()).isGreaterThan(0.7);
        Outcome without = outcome(learner, LengthRemedy.COVARIATE, biased);
        assertThat(without.lengthWeight()).isCloseTo(0, within(0.12 * planted));
        assertThat(without.gold()).isGreaterThan(copied.gold() + 0.05);
        Outcome debiased = outcome(learner, LengthRemedy.DEBIASING, biased);
        assertThat(Math.abs(debiased.lengthWeight())).isLessThan(0.25 * planted);
    }

    @Test
    void bestGuess_againstNoisyLabels_isPassedByNoHead() {
        Labelling usual = Labelling.of(0.7);
        Outcome best = Outcome.of(WORLD.bestGuess(usual), WORLD, FRESH);
        assertThat(best.gold()).isEqualTo(1);
        assertThat(best.labels()).isBetween(0.85, 0.97);
        for (LossLearner learner : LossLearner.values()) {
            assertThat(outcome(learner, LengthRemedy.NONE, usual).labels()).isLessThan(best.labels() + 0.003);
        }
    }

    private static LossReport small(int threads) {
        LossPlan plan = new LossPlan(List.of(50, 60), 0.7, List.of(0.5));
        return new LossStudy(COVARIANCES, plan).run(new LossStudy.Settings(2, 12, threads));
    }

    @Test
    void run_anyNumberOfThreads_givesTheSameBytes() {
        LossReport report = small(1);
        assertThat(Json.line(small(3))).isEqualTo(Json.line(report));
        assertThat(report.part(Part.LEARNING_CURVE))
                .extracting(r -> r.situation().pairs())
                .containsExactly(50, 60);
        assertThat(report.attributes()).hasSize(2 * Attribute.COUNT);
        SituationResult unbiased = report.part(Part.LENGTH_BIAS).get(0);
        assertThat(unbiased.plantedWeight()).isZero();
        assertThat(unbiased.scores()).hasSize(16);
        assertThat(unbiased.scores().stream().filter(s -> s.contrast().isPresent()))
                .hasSize(15);
        assertThat(unbiased.scores().get(1).contrast().orElseThrow().reference().words())
                .isEqualTo("regression");
    }

    @Test
    void run_contrast_isTheMeanDifferenceAndHolmIsNoSmaller() {
        LossReport report = small(2);
        for (SituationResult result : report.situations()) {
            for (Score score : result.scores()) {
                score.contrast().ifPresent(contrast -> {
                    Score reference = result.scores().stream()
                            .filter(s -> s.arm().equals(contrast.reference()))
                            .findFirst()
                            .orElseThrow();
                    double difference = score.means().gold().value()
                            - reference.means().gold().value();
                    assertThat(contrast.gold().value()).isCloseTo(difference, within(1e-12));
                    assertThat(contrast.holm()).isBetween(contrast.pValue(), 1.0);
                });
            }
        }
    }

    @Test
    void run_attributes_reachNoMoreThanIsPossible() {
        for (AttributeRecovery recovery : small(2).attributes()) {
            assertThat(recovery.best().any().value())
                    .isGreaterThan(recovery.best().linear().value() - 0.005);
            assertThat(recovery.rSquared().value())
                    .isLessThan(recovery.best().linear().value());
            assertThat(recovery.cosine().value()).isBetween(0.3, 1.0);
        }
    }

    @Test
    void run_interrupted_stops() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> small(2)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossStudy.Settings(1, 1, 1))
                .withMessage("seeds must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossStudy.Settings(2, 1, 0))
                .withMessage("threads must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossPlan(List.of(), 0.7, List.of()))
                .withMessage("rows must name at least 1 number of pairs, got none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossPlan(List.of(100, 49), 0.7, List.of()))
                .withMessage("rows must be in 50..100000, got 49");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossPlan(List.of(100), 0.7, List.of(11.0)))
                .withMessage("length-bias must be in -10..10, got 11.0");
    }
}
