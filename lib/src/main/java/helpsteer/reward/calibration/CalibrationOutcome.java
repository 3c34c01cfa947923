package helpsteer.reward.calibration;

import java.util.Optional;

/**
 * A model's calibration, or why it has none.
 *
 * @param calibration empty where there is none
 * @param reason why there is none; empty where there is one
 */
public record CalibrationOutcome(Optional<ScoreCalibration> calibration, String reason) {
    /** Of a model that an earlier version, or another program, saved. */
    public static final CalibrationOutcome NEVER = absent(
            "none was fitted when the model was saved; helpsteer calibrate fits one to pairs that it has not learned");

    public CalibrationOutcome {
        if (calibration.isPresent() != reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "reason must be given where there is no calibration, and only there, got \"" + reason + "\"");
        }
    }

    /** A calibration. */
    public static CalibrationOutcome of(ScoreCalibration calibration) {
        return new CalibrationOutcome(Optional.of(calibration), "");
    }

    /** None, for this reason. */
    public static CalibrationOutcome absent(String reason) {
        return new CalibrationOutcome(Optional.empty(), reason);
    }

    /**
     * The calibration.
     *
     * @throws IllegalStateException where there is none, with the reason
     */
    public ScoreCalibration orElseThrow() {
        return calibration.orElseThrow(() ->
                new IllegalStateException("the model must be calibrated to compare responses, got none: " + reason));
    }

    /** The calibration in a line, or {@code "absent: "} and the reason. */
    @Override
    public String toString() {
        return "calibration: " + calibration.map(ScoreCalibration::toString).orElse("absent: " + reason);
    }
}
