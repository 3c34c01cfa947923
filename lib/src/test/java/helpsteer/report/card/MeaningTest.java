package helpsteer.report.card;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.reward.ScoringModels;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.Calibrations;
import helpsteer.reward.folder.ModelFolder;
import java.nio.file.Path;
import java.util.List;
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
                        - Expected calibration error: 0.081 [0.060, 0.150], 0.070 of it to be expected by chance; checked \
                        on all 64 pairs, each by a temperature from the other four fifths of the prompts (cross-validation).
                        - Interval of a probability: from the error of the temperature and the spread of 5 heads fitted to \
                        prompts drawn anew (40 of 160 learned). It does not cover the layers below the head, nor texts or \
                        raters unlike these.
                        - Spread of the heads on the pairs held out, as a standard deviation of the logarithm of the odds: \
                        0.4; 25 % of these pairs are too close to call.
                        - Percentiles are among 101 responses held out, whatever their prompts.

                        """);
    }

    /** Nothing of what the model has learned is at hand when it is calibrated later. */
    @Test
    void text_calibratedAfterwards_doesNotCallItsPairsLearned() {
        assertThat(Meaning.text(CalibrationOutcome.of(Calibrations.afterwards(4))))
                .contains(
                        "5 heads fitted to prompts drawn anew (40 that the model has not learned; how many its own head"
                                + " learned is not recorded). It does not cover")
                .doesNotContain("40 of");
    }

    @Test
    void into_cardWithOrWithoutTheSection_changesNothingElse() {
        CalibrationOutcome known = CalibrationOutcome.of(Calibrations.known(4));
        String absent = Meaning.text(CalibrationOutcome.NEVER);
        String said = Meaning.text(known);
        for (String rest : List.of("## Limits\n\n- some\n", "## Own words\n\n- some\n", "")) {
            assertThat(Meaning.into("# Tiny\n\n" + absent + rest, known)).isEqualTo("# Tiny\n\n" + said + rest);
            assertThat(Meaning.into("# Tiny\n\n" + said + rest, known)).isEqualTo("# Tiny\n\n" + said + rest);
        }
        assertThat(Meaning.into("# Tiny\n\n## Limits\n", known)).isEqualTo("# Tiny\n\n" + said + "## Limits\n");
        assertThat(Meaning.into("# Tiny\n", known)).isEqualTo("# Tiny\n\n" + said);
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
