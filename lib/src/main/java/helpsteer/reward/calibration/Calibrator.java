package helpsteer.reward.calibration;

import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import org.hipparchus.exception.MathRuntimeException;

/** Fits a {@link ScoreCalibration} to what a model makes of texts. */
public final class Calibrator {
    private Calibrator() {}

    /**
     * Scores the texts held out, fits heads again and the rest; where that cannot be, the outcome says why.
     *
     * @param reward what makes one number of the five
     * @param heldOut what the model has not learned
     * @param heads rows that the model's head learned, or as many that are like them; of more than
     *     {@link HeadRows#MOST_PROMPTS} prompts some are taken
     */
    public static CalibrationOutcome fit(
            RewardModel model, AttributeWeights reward, HeldOutPairs heldOut, HeadRows heads) {
        try {
            ScoreCalibration.requireEnough(heldOut.pairs().size(), heads.prompts());
            RewardModel.Represented made = model.represented(heldOut.texts());
            HeldOutScores scores = new HeldOutScores(
                    made.scores().stream().mapToDouble(reward::reward).toArray(),
                    made.vectors().toArray(float[][]::new),
                    heldOut.prompts(),
                    heldOut.pairs());
            HeadFit fit = heads.ofPrompts(HeadRows.MOST_PROMPTS).on(model, reward);
            return CalibrationOutcome.of(ScoreCalibration.of(scores, fit, heads.prompts()));
        } catch (IllegalArgumentException | MathRuntimeException e) { // whatever becomes of it, the model is saved
            return CalibrationOutcome.absent(String.valueOf(e.getMessage()));
        }
    }
}
