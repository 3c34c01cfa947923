package helpsteer.align.rl;

import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import java.util.List;

/**
 * Goodness less its mean, in standard deviations: the reward of PPO (paper, section 4.4), which takes both over HelpSteer2's
 * own responses.
 *
 * @param goodness how the five scores become one
 * @param mean over the responses
 * @param deviation over the responses, with N - 1, above 0
 */
public record RewardNormalization(AttributeWeights goodness, double mean, double deviation) {
    public RewardNormalization {
        if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("mean must be finite and deviation finite and above 0, got " + mean
                    + " and " + deviation + "; take more than one kind of response");
        }
    }

    /** The scale of some responses' scores, of which there are at least two. */
    public static RewardNormalization of(List<AttributeScores> scores, AttributeWeights goodness) {
        double[] all = scores.stream().mapToDouble(goodness::reward).toArray();
        double mean = 0;
        for (double one : all) {
            mean += one / all.length;
        }
        double squares = 0;
        for (double one : all) {
            squares += (one - mean) * (one - mean);
        }
        return new RewardNormalization(goodness, mean, Math.sqrt(squares / (all.length - 1)));
    }

    /** The reward of a response with these scores. */
    public double reward(AttributeScores scores) {
        return (goodness.reward(scores) - mean) / deviation;
    }
}
