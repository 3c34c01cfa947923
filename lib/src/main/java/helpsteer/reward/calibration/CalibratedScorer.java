package helpsteer.reward.calibration;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Scorer;
import helpsteer.stats.Numbers;
import helpsteer.text.PromptResponse;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A model with what its rewards mean.
 *
 * @param model open
 * @param weights what makes one number of the five, as in the calibration
 * @param calibration of the model, or why there is none
 */
public record CalibratedScorer(RewardModel model, AttributeWeights weights, CalibrationOutcome calibration)
        implements Scorer {
    /**
     * A response's scores.
     *
     * @param scores the five numbers
     * @param reward the one number
     * @param percentile among the responses held out; empty of a model without calibration
     */
    public record Scored(AttributeScores scores, double reward, OptionalDouble percentile) {
        /** The one number, its percentile and the five numbers. */
        @Override
        public String toString() {
            StringBuilder out = new StringBuilder("goodness " + Numbers.fixed(reward, 3));
            percentile.ifPresent(
                    p -> out.append(", above ").append(Numbers.fixed(p, 0)).append(" % of the responses held out"));
            out.append(" (");
            for (Attribute a : Attribute.values()) {
                out.append(a.index() == 0 ? "" : ", ")
                        .append(a.key())
                        .append(' ')
                        .append(Numbers.fixed(scores.of(a), 2));
            }
            return out.append(')').toString();
        }
    }

    /**
     * Two responses to one prompt.
     *
     * @param first scores of the first
     * @param second scores of the second
     * @param probability that the first is better
     */
    public record Compared(Scored first, Scored second, PairProbability probability) {}

    /** The five numbers of each, as the model gives them. */
    @Override
    public List<AttributeScores> score(List<PromptResponse> exchanges) {
        return model.score(exchanges);
    }

    /** Closes the model. */
    @Override
    public void close() {
        model.close();
    }

    /** One response. */
    public Scored score(Prompt prompt, String response) {
        return scored(model.score(List.of(new PromptResponse(prompt, response))).get(0));
    }

    private Scored scored(AttributeScores scores) {
        double reward = weights.reward(scores);
        return new Scored(
                scores,
                reward,
                calibration
                        .calibration()
                        .map(c -> OptionalDouble.of(c.percentile(reward)))
                        .orElseGet(OptionalDouble::empty));
    }

    /**
     * Two responses to one prompt, beside each other.
     *
     * @throws IllegalStateException where the model has no calibration, with the reason
     */
    public Compared compare(Prompt prompt, String first, String second) {
        ScoreCalibration known = calibration.orElseThrow();
        RewardModel.Represented made =
                model.represented(List.of(new PromptResponse(prompt, first), new PromptResponse(prompt, second)));
        Scored one = scored(made.scores().get(0));
        Scored other = scored(made.scores().get(1));
        Pair<float[]> vectors = new Pair<>(made.vectors().get(0), made.vectors().get(1));
        return new Compared(one, other, known.compare(one.reward() - other.reward(), vectors));
    }
}
