package helpsteer.reward.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Pair;
import helpsteer.stats.Estimate;
import helpsteer.stats.Wilson;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A world of {@link PairWorld}, whose probabilities are known. */
class ScoreCalibrationTest {
    private static final double TEMPERATURE = 2.5;

    private static ScoreCalibration calibration(PairWorld world, int heldOut, int learned) {
        HeadFit fit = PairWorld.fit(world.rated(learned));
        double[] weights = PairWorld.times(world.truth, TEMPERATURE);
        return ScoreCalibration.of(PairWorld.scores(world.rated(heldOut), weights), fit, OptionalInt.of(learned));
    }

    /** Rewards that are the true ones times 2.5. */
    @Test
    void of_rewardsOfAKnownTemperature_findsItAndIsCalibrated() {
        ScoreCalibration made = calibration(new PairWorld(1), 6000, 200);
        assertThat(made.temperature()).isCloseTo(TEMPERATURE, within(0.2));
        assertThat(Math.abs(made.slope().value() - 1 / TEMPERATURE))
                .isLessThan(3 * made.slope().standardError());
        assertThat(made.quality().ece().value()).isLessThan(0.03);
        assertThat(made.quality().chance()).isBetween(0.005, 0.03);
        assertThat(made.reference().count()).isEqualTo(12_000);
        assertThat(made.percentile(0)).isCloseTo(50, within(3.0));
        assertThat(made.toString())
                .startsWith("temperature 2.")
                .contains(" from 6000 pairs of 6000 prompts held out; ECE 0.0")
                .endsWith(" % of these pairs are too close to call");
    }

    /** Short form of a study: 40 models, 25 new pairs each; the interval is of 95 %. */
    @Test
    void compare_newPairs_coversTheTruthAsOftenAsItSays() {
        int covered = 0;
        int wrong = 0;
        int called = 0;
        for (int seed = 0; seed < 40; seed++) {
            PairWorld world = new PairWorld(100 + seed);
            HeadFit fit = PairWorld.fit(world.rated(300));
            double[] weights = PairWorld.all(fit);
            ScoreCalibration made =
                    ScoreCalibration.of(PairWorld.scores(world.rated(200), weights), fit, OptionalInt.of(300));
            for (int i = 0; i < 25; i++) {
                Pair<float[]> pair = new Pair<>(world.vector(), world.vector());
                double difference =
                        PairWorld.reward(weights, pair.chosen()) - PairWorld.reward(weights, pair.rejected());
                PairProbability said = made.compare(difference, pair);
                double truth = world.probability(pair);
                covered += said.interval().contains(truth) ? 1 : 0;
                called += said.tooClose() ? 0 : 1;
                wrong += !said.tooClose() && said.firstAhead() != truth > 0.5 ? 1 : 0;
            }
        }
        assertThat(covered / 1000.0).isBetween(0.92, 0.98);
        assertThat(called).isBetween(400, 900);
        assertThat(Wilson.of(wrong, called).low()).isLessThan(0.025);
    }

    @Test
    void of_theSameNumbers_isTheSameToTheBit() {
        assertThat(calibration(new PairWorld(5), 100, 60)).isEqualTo(calibration(new PairWorld(5), 100, 60));
    }

    /** Who learned more prompts than the heads are fitted to errs less. */
    @Test
    void of_moreLearnedThanFitted_hasASmallerSpread() {
        PairWorld world = new PairWorld(6);
        HeadFit fit = PairWorld.fit(world.rated(100));
        HeldOutScores scores = PairWorld.scores(world.rated(100), world.truth);
        double all =
                ScoreCalibration.of(scores, fit, OptionalInt.of(100)).quality().spread();
        double quarter =
                ScoreCalibration.of(scores, fit, OptionalInt.of(400)).quality().spread();
        assertThat(quarter).isCloseTo(all / 2, within(1e-6));
        ScoreCalibration unknown = ScoreCalibration.of(scores, fit, OptionalInt.empty());
        assertThat(unknown.quality().spread()).isEqualTo(all);
        assertThat(unknown.ensemble().learned()).isNull();
    }

    /** The error of right probabilities is 0, and most intervals of 95 % hold it; the percentiles of a bootstrap never would. */
    @Test
    void of_rewardsOfAKnownTemperature_hasZeroInTheIntervalOfTheError() {
        int covered = 0;
        for (int seed = 0; seed < 20; seed++) {
            Estimate error =
                    calibration(new PairWorld(200 + seed), 400, 60).quality().ece();
            assertThat(error.value()).isBetween(error.low(), error.high());
            covered += error.low() == 0 ? 1 : 0;
        }
        assertThat(covered).isGreaterThanOrEqualTo(17); // of a binomial of 20 and 0.95: below it in 1.6 %
    }

    /** The spread of heads on a pair falls as the root of the number of prompts. */
    @Test
    void spread_fourTimesThePrompts_isAboutHalf() {
        double few = 0;
        double many = 0;
        for (int seed = 0; seed < 10; seed++) {
            few += calibration(new PairWorld(50 + seed), 400, 200).quality().spread();
            many += calibration(new PairWorld(50 + seed), 400, 800).quality().spread();
        }
        assertThat(few / many).isBetween(1.6, 2.5);
    }

    @Test
    void of_tooFewOrUnusablePairs_isRefused() {
        PairWorld world = new PairWorld(7);
        HeadFit fit = PairWorld.fit(world.rated(40));
        List<Pair<float[]>> pairs = world.rated(60);
        HeldOutScores good = PairWorld.scores(pairs, world.truth);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ScoreCalibration.of(PairWorld.scores(world.rated(29), world.truth), fit, OptionalInt.of(40)))
                .withMessage("pairs held out must be at least 30, got 29; take more rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoreCalibration.of(good, PairWorld.fit(world.rated(19)), OptionalInt.of(19)))
                .withMessage("prompts to fit heads to must be at least 20, got 19; take more rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoreCalibration.of(
                        PairWorld.scores(pairs, PairWorld.times(world.truth, -1)), fit, OptionalInt.of(40)))
                .withMessageStartingWith(
                        "rewards must rank the pairs held out as their raters do on the whole, got a" + " slope of -")
                .withMessageEndingWith(" from 60 pairs; a temperature cannot mend that");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoreCalibration.of(good, fit, OptionalInt.of(39)))
                .withMessage("prompts must be at least 1 and at most learned, got 40 of 39");
        List<Pair<float[]>> sorted = pairs.stream()
                .map(p -> PairWorld.reward(world.truth, p.chosen()) > PairWorld.reward(world.truth, p.rejected())
                        ? p
                        : new Pair<>(p.rejected(), p.chosen()))
                .toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoreCalibration.of(PairWorld.scores(sorted, world.truth), fit, OptionalInt.of(40)))
                .withMessage("outcomes must overlap, got columns that tell every one of them; add a penalty or rows");
    }
}
