package helpsteer.reward.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.ScoringModels;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.Calibrations;
import helpsteer.run.Json;
import helpsteer.weights.InvalidWeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationJsonTest {
    private static final CalibrationOutcome FITTED = CalibrationOutcome.of(Calibrations.known(16));

    private final Path folder;

    CalibrationJsonTest(@TempDir Path root) {
        folder = root.resolve("model");
    }

    private static ObjectNode written(CalibrationOutcome outcome) throws IOException {
        ObjectNode root = Json.object();
        CalibrationJson.describe(root, outcome);
        return (ObjectNode) Json.read(Json.pretty(root));
    }

    private static void refused(ObjectNode root, String message) {
        assertThatThrownBy(() -> CalibrationJson.of(root))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("reward.json: calibration")
                .hasMessageContaining(message);
    }

    @Test
    void of_whatWasDescribed_isEqual() throws IOException {
        CalibrationOutcome absent = CalibrationOutcome.absent("pairs held out must be at least 30, got 4");
        CalibrationOutcome afterwards = CalibrationOutcome.of(Calibrations.afterwards(16));
        for (CalibrationOutcome outcome : List.of(FITTED, afterwards, absent, CalibrationOutcome.NEVER)) {
            assertThat(CalibrationJson.of(written(outcome))).isEqualTo(outcome);
        }
        assertThat(written(CalibrationOutcome.NEVER)).isEmpty();
    }

    @Test
    void of_anyNumberChanged_isRefused() throws IOException {
        for (String field : List.of("standardError", "count", "learned", "chance")) {
            ObjectNode root = written(FITTED);
            root.findParent(field).put(field, 0.5);
            refused(root, " must be as saved, got another hash; copy the whole folder again, or fit it anew with");
        }
        ObjectNode root = written(FITTED);
        ((ObjectNode) root.path("calibration")).remove("sha256");
        refused(root, "got another hash");
        root.put("calibration", "none");
        refused(root, "got \"none\"");
    }

    /** A section with a hash of its own, whose numbers cannot be. */
    @Test
    void of_numbersThatCannotBe_isRefused() throws IOException {
        ObjectNode root = written(FITTED);
        ObjectNode section = (ObjectNode) root.path("calibration");
        section.findParent("standardError").put("standardError", -1);
        section.remove("sha256");
        section.put("sha256", Json.hash(section));
        refused(root, "value must be finite and standardError at least 0 and finite, got 2.0 and -1.0");
    }

    @Test
    void of_laterFormat_saysWhichIsRead() throws IOException {
        ObjectNode root = written(FITTED);
        ((ObjectNode) root.path("calibration")).put("format", 2);
        refused(root, ".format must be 1, got \"2\"; open the model with the version that saved it");
    }

    /** The model stays as it is: its files, its hashes and its scores; only reward.json gets a section. */
    @Test
    void calibrate_savedModel_opensWithIt() throws IOException {
        ScoringModels.save(folder);
        String before = Files.readString(folder.resolve("reward.json"));
        assertThat(ModelFolder.notes(folder).calibration()).isEqualTo(CalibrationOutcome.NEVER);
        ModelFolder.calibrate(folder, FITTED);
        try (ModelFolder.Opened opened = ModelFolder.open(folder)) {
            assertThat(opened.notes().calibration()).isEqualTo(FITTED);
            assertThat(opened.notes().weights()).isEqualTo(AttributeWeights.LLAMA3_70B);
        }
        ModelFolder.calibrate(folder, FITTED);
        ModelFolder.calibrate(folder, CalibrationOutcome.NEVER);
        assertThat(folder.resolve("reward.json")).hasContent(before);
    }

    @Test
    void open_calibrationDamaged_isRefused() throws IOException {
        ScoringModels.save(folder);
        ModelFolder.calibrate(folder, FITTED);
        Path reward = folder.resolve("reward.json");
        Files.writeString(reward, Files.readString(reward).replace("\"tooClose\" : 0.25", "\"tooClose\" : 0.2"));
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(
                        "reward.json: calibration must be as saved, got another hash; copy the whole folder again, or"
                                + " fit it anew with helpsteer calibrate");
    }

    @Test
    void notes_savedByVersionsBefore_sayAbsent() {
        for (String name : List.of("encoder", "adapters", "merged")) {
            Path old = Path.of("lib/src/test/resources/golden/artefact/before-hashes", name);
            CalibrationOutcome calibration = ModelFolder.notes(old).calibration();
            assertThat(calibration).isEqualTo(CalibrationOutcome.NEVER);
            assertThat(calibration)
                    .hasToString(
                            "calibration: absent: none was fitted when the model was saved; helpsteer calibrate fits"
                                    + " one to pairs that it has not learned");
            assertThatThrownBy(calibration::orElseThrow)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "the model must be calibrated to compare responses, got none: none was fitted");
        }
    }

    @Test
    void withWeights_others_hasNoCalibration() {
        ArtefactNotes notes = new ArtefactNotes(AttributeWeights.ALIGNMENT, Optional.empty(), Map.of(), FITTED);
        assertThat(notes.withWeights(AttributeWeights.ALIGNMENT).calibration()).isEqualTo(FITTED);
        assertThat(notes.withWeights(AttributeWeights.LLAMA3_70B).calibration())
                .hasToString("calibration: absent: it belongs to the weights that the model was saved with");
        assertThat(ArtefactNotes.NONE.withWeights(AttributeWeights.ALIGNMENT).calibration())
                .isEqualTo(CalibrationOutcome.NEVER);
    }
}
