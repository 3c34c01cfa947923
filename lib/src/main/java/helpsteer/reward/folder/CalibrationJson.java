package helpsteer.reward.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.ScoreCalibration;
import helpsteer.run.Json;
import helpsteer.weights.InvalidWeightsException;

/**
 * The section of {@code reward.json} that says what scores mean: its format, the calibration or why there is none, and
 * SHA-256 over both. Folders of versions before it have none.
 */
final class CalibrationJson {
    private static final String KEY = "calibration";
    private static final String FITTED = "fitted";
    private static final String ABSENT = "absent";
    private static final String SHA = "sha256";
    private static final int FORMAT = 1;

    private CalibrationJson() {}

    /** Puts the section in place of what was there. */
    static void describe(ObjectNode root, CalibrationOutcome outcome) {
        root.remove(KEY);
        if (!outcome.equals(CalibrationOutcome.NEVER)) {
            ObjectNode section = root.putObject(KEY);
            section.put("format", FORMAT);
            outcome.calibration()
                    .ifPresentOrElse(
                            fitted -> section.set(FITTED, Json.tree(fitted)),
                            () -> section.put(ABSENT, outcome.reason()));
            section.put(SHA, Json.hash(section));
        }
    }

    /**
     * What the section says; {@link CalibrationOutcome#NEVER} where there is none.
     *
     * @throws InvalidWeightsException where it is damaged or of a later version
     */
    static CalibrationOutcome of(JsonNode root) {
        if (!root.has(KEY)) {
            return CalibrationOutcome.NEVER;
        }
        if (!(root.path(KEY) instanceof ObjectNode section)) {
            throw damaged("got " + root.path(KEY));
        }
        int format = section.path("format").asInt();
        if (format != FORMAT) {
            throw new InvalidWeightsException(ModelFolder.REWARD + ": calibration.format must be " + FORMAT + ", got \""
                    + section.path("format").asText() + "\"; open the model with the version that saved it");
        }
        ObjectNode hashed = section.deepCopy();
        hashed.remove(SHA);
        if (!Json.hash(hashed).equals(section.path(SHA).asText())) {
            throw damaged("got another hash");
        }
        try {
            return section.has(FITTED)
                    ? CalibrationOutcome.of(Json.read(section.path(FITTED), ScoreCalibration.class))
                    : CalibrationOutcome.absent(section.path(ABSENT).asText());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw damaged("got: " + e.getMessage());
        }
    }

    private static InvalidWeightsException damaged(String got) {
        return new InvalidWeightsException(ModelFolder.REWARD + ": calibration must be as saved, " + got
                + "; copy the whole folder again, or fit it anew with helpsteer calibrate");
    }
}
