package helpsteer.study.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Means over worlds, by hand. */
class LearningReportTest {
    private static final LearningReport TWO = new LearningReport(List.of(
            new LearningScore("ceiling", 1, 0.9, 0.8, rSquared(0.8), PredictedPreferences.NONE, 0),
            new LearningScore("model", 1, 0.81, 0.7, rSquared(0.6), PredictedPreferences.NONE, 10),
            new LearningScore("ceiling", 2, 1.0, 0.8, rSquared(0.8), PredictedPreferences.NONE, 0),
            new LearningScore("model", 2, 0.75, 0.7, rSquared(0.5), PredictedPreferences.NONE, 20)));

    private static LearningScore.RSquared rSquared(double ratings) {
        return new LearningScore.RSquared(ratings, 0.9);
    }

    @Test
    void shares_areTakenWorldByWorld() {
        assertThat(TWO.shareOfCeiling("model").value()).isCloseTo((0.9 + 0.75) / 2, within(1e-12));
        assertThat(TWO.shareOfRatingsCeiling("model").value()).isCloseTo(0.7 / 0.8, within(1e-12));
        assertThat(TWO.shareOfTheWay("model").value()).isCloseTo((0.31 / 0.4 + 0.5) / 2, within(1e-12));
        assertThat(TWO.mean("model", score -> score.rSquared().ratings()).value())
                .isCloseTo(0.55, within(1e-12));
        assertThat(TWO.mean("model", score -> score.rSquared().ratings()).hasInterval())
                .isTrue();
        assertThat(TWO.learners()).containsExactly("ceiling", "model");
        assertThat(TWO.seeds()).isEqualTo(2);
    }

    @Test
    void mean_ofOneWorld_hasNoInterval() {
        LearningReport one = new LearningReport(TWO.scores().subList(0, 2));
        assertThat(one.shareOfCeiling("model").hasInterval()).isFalse();
    }

    /** A rule that only ranks has no R². */
    @Test
    void mean_ofANumberThatIsNaN_isNaNWithoutInterval() {
        LearningReport report = new LearningReport(TWO.scores().stream()
                .map(score -> score.learner().equals("model") ? score.ofRanking() : score)
                .toList());
        assertThat(report.mean("model", score -> score.rSquared().ratings())).hasToString("–");
        assertThat(report.mean("ceiling", score -> score.rSquared().ratings()).value())
                .isCloseTo(0.8, within(1e-12));
        assertThat(report.shareOfCeiling("model")).isEqualTo(TWO.shareOfCeiling("model"));
    }

    @Test
    void mean_ofAnUnknownLearner_isRefused() {
        assertThatThrownBy(() -> TWO.mean("nobody", LearningScore::seconds))
                .hasMessage("learner must be one of [ceiling, model], got nobody");
    }
}
