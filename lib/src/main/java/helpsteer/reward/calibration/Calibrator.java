package helpsteer.reward.calibration;

import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import java.util.OptionalInt;
import org.hipparchus.exception.MathRuntimeException;

/** Fits a {@link ScoreCalibration} to what a model makes of texts. */
public final class Calibrator {
    private Calibrator() {}

    /**
     * Scores the texts held out, fits heads again and the rest; where that cannot be, the outcome says why.
     *
     * @param reward what makes one number of the five
     * @param heldOut what the model has not learned
     * @param heads rows that the model's head learned; of more than {@link HeadRows#MOST_PROMPTS} prompts some are taken
     */
    public static CalibrationOutcome fit(
            RewardModel model, AttributeWeights reward, HeldOutPairs heldOut, HeadRows heads) {
        return fit(model, reward, heldOut, heads, OptionalInt.of(heads.prompts()));
    }

    /**
     * The same where the rows that the model's head learned are not at hand. The heads are fitted to other rows; how many
     * prompts the model's own head learned is then not known, and the spread of the heads is taken as it is.
     *
     * @param heads rows that the model has not learned, of other prompts than those held out
     */
    public static CalibrationOutcome fitAfterwards(
            RewardModel model, AttributeWeights reward, HeldOutPairs heldOut, HeadRows heads) {
        return fit(model, reward, heldOut, heads, OptionalInt.empty());
    }

    private static CalibrationOutcome fit(
            RewardModel model, AttributeWeights reward, HeldOutPairs heldOut, HeadRows heads, OptionalInt learned) {
        try {
            ScoreCalibration.requireEnough(heldOut.pairs().size(), heads.prompts());
            RewardModel.Represented made = model.represented(heldOut.texts());
            HeldOutScores scores = new HeldOutScores(
                    made.scores().stream().mapToDouble(reward::reward).toArray(),
                    made.vectors().toArray(float[][]::new),
                    heldOut.prompts(),
                    heldOut.pairs());
            HeadFit fit = heads.ofPrompts(HeadRows.MOST_PROMPTS).on(model, reward);
            return CalibrationOutcome.of(ScoreCalibration.of(scores, fit, learned));
        } catch (IllegalArgumentException | MathRuntimeException e) { // whatever becomes of it, the model is saved
            return CalibrationOutcome.absent(String.valueOf(e.getMessage()));
        }
    }
}
