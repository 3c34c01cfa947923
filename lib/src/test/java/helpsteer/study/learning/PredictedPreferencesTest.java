package helpsteer.study.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.run.Seed;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PredictedPreferencesTest {
    private static final int PAIRS = 4000;

    /** Pairs whose better response is told by the sigmoid of a difference, as one temperature or another reads it. */
    private static PredictedPreferences drawn(double truth, double read) {
        RandomGenerator random = new SplittableRandom(5);
        double[] scored = new double[PAIRS];
        double[] rated = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            scored[i] = 4 * random.nextDouble() - 2;
            rated[i] = random.nextDouble() < 1 / (1 + Math.exp(-scored[i] / truth)) ? 1 : -1;
        }
        return PredictedPreferences.of(read, scored, rated);
    }

    @Test
    void of_pairs_isTheProbabilityOfTheHigherScore() {
        PredictedPreferences made =
                PredictedPreferences.of(2, new double[] {2, -2, 2, 0, 1}, new double[] {1, 1, -3, -1, 0});
        double sure = 1 / (1 + Math.exp(-1));
        assertThat(made.probabilities()).hasSize(4).startsWith(sure, sure, sure).endsWith(0.5);
        assertThat(made.outcomes()).containsExactly(1.0, 0.0, 0.0, 0.5);
    }

    @Test
    void calibrationError_rightTemperature_isThatOfChance() {
        PredictedPreferences right = drawn(0.7, 0.7);
        assertThat(right.calibrationError().ece().value())
                .isEqualTo(right.calibrationError().chance(), within(0.01));
        assertThat(right.calibrationError().ece().interval().contains(0)).isTrue();
    }

    /** Half the temperature is too sure by about 0.1 where differences are about 1. */
    @Test
    void calibrationError_halfTheTemperature_isSeen() {
        PredictedPreferences tooSure = drawn(0.7, 0.35);
        assertThat(tooSure.calibrationError().ece().value()).isBetween(0.06, 0.16);
        assertThat(tooSure.calibrationError().ece().interval().contains(0)).isFalse();
        assertThat(tooSure.calibrationError().chance()).isLessThan(0.02);
    }

    @Test
    void new_unequalLengths_areRefused() {
        assertThatThrownBy(() -> new PredictedPreferences(List.of(0.5), List.of()))
                .hasMessageContaining("and outcomes");
    }

    @Test
    void report_ofWorlds_poolsThemOrHasNone() {
        LearningScore plain =
                new LearningScore("model", new Seed(1).value(), 0.8, 0.7, new LearningScore.RSquared(0.5, 0.6));
        LearningScore known = plain.with(PredictedPreferences.of(1, new double[] {1, 2}, new double[] {1, 1}));
        assertThat(new LearningReport(List.of(known, known))
                        .preferences("model")
                        .size())
                .isEqualTo(4);
        assertThat(new LearningReport(List.of(known, plain)).preferences("model"))
                .isEqualTo(PredictedPreferences.NONE);
    }
}
