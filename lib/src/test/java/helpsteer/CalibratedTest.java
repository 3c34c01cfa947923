package helpsteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.reward.ScoringModels;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.Calibrations;
import helpsteer.reward.folder.ModelFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibratedTest {
    private final Path folder;

    CalibratedTest(@TempDir Path root) {
        folder = root.resolve("model");
        ScoringModels.save(folder);
    }

    @Test
    void compare_calibratedModel_showsVerdictAndBothScores() {
        ModelFolder.calibrate(folder, CalibrationOutcome.of(Calibrations.known(16)));
        try (RewardModels.Trained model = RewardModels.open(folder)) {
            Calibrated.ComparedResponses both = model.compare("one", "red sea", "two");
            assertThat(both.toString())
                    .matches("(too close to call: )?response [AB] is better with probability 0\\.\\d\\d"
                            + " \\[0\\.\\d\\d, [01]\\.\\d\\d\\]");
            assertThat(both.rendered().plain())
                    .startsWith(both.toString())
                    .containsSubsequence("response", "goodness", "percentile", "helpfulness", "A", "B");
            double difference = model.reward("one", "red sea") - model.reward("one", "two");
            assertThat(both.probability().probability()).isCloseTo(1 / (1 + Math.exp(-2 * difference)), within(1e-5));
            assertThat(model.percentile("one", "two"))
                    .isCloseTo(both.scores().second().percentile().orElseThrow(), within(1e-4));
            assertThat(model.calibration().orElseThrow()).isEqualTo(Calibrations.known(16));
        }
    }

    @Test
    void compare_modelSavedWithout_saysWhatToDo() {
        try (RewardModels.Trained model = RewardModels.open(folder)) {
            assertThat(model.calibration()).isEqualTo(CalibrationOutcome.NEVER);
            assertThatThrownBy(() -> model.compare("one", "red", "two"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the model must be calibrated to compare responses, got none: none was fitted when the"
                            + " model was saved; helpsteer calibrate fits one to pairs that it has not learned");
            assertThatThrownBy(() -> model.percentile("one", "red")).isInstanceOf(IllegalStateException.class);
        }
    }
}
