package helpsteer.report.card;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.reward.ScoringModels;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.Calibrations;
import helpsteer.reward.folder.ModelFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeaningTest {
    @Test
    void text_calibrated_tellsTemperatureErrorPairsAndSpread() {
        assertThat(Meaning.text(CalibrationOutcome.of(Calibrations.known(4))))
                .isEqualTo(
                        """
                        ## What a score means

                        The probability that raters prefer response A to B, where they find one better, is the sigmoid of \
                        the difference of their goodness over the temperature.

                        - Temperature: 0.5, from 64 pairs of 60 prompts held out; its inverse is 2 with standard error 0.25 \
                        by prompt.
                        - Expected calibration error on prompts that had no part in it: 0.081 [0.060, 0.150], 0.070 of it \
                        to be expected by chance.
                        - Interval of a probability: from the error of the temperature and the spread of 5 heads fitted to \
                        prompts drawn anew (40 of 160 learned). It does not cover the layers below the head, nor texts or \
                        raters unlike these.
                        - Spread of the heads on the pairs held out, as a standard deviation of the logarithm of the odds: \
                        0.4; 25 % of these pairs are too close to call.
                        - Percentiles are among 101 responses held out, whatever their prompts.

                        """);
    }

    @Test
    void markdown_modelWithAndWithout_saysWhichItIs(@TempDir Path root) {
        Path folder = root.resolve("model");
        ScoringModels.save(folder);
        ModelCard.Origin origin = new ModelCard.Origin("Tiny", "tiny", "unknown");
        assertThat(ModelCard.of(folder, origin).markdown())
                .contains(
                        "## What a score means\n\nCalibration: absent, since none was fitted when the model was saved; ");
        ModelFolder.calibrate(folder, CalibrationOutcome.of(Calibrations.known(16)));
        assertThat(ModelCard.of(folder, origin).markdown())
                .contains("- Temperature: 0.5, from 64 pairs")
                .containsSubsequence("## What it is worth", "## What a score means", "## Limits");
    }
}
