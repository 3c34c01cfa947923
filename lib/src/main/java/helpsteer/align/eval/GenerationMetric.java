package helpsteer.align.eval;

import helpsteer.data.Attribute;
import helpsteer.generate.Completion;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import java.util.function.ToDoubleFunction;

/**
 * A number of a judged response.
 *
 * @param title with its unit, as a table's or an axis' title
 * @param decimals that are worth printing
 */
public record GenerationMetric(String title, int decimals, ToDoubleFunction<Judged> number) {
    /** Length in characters, as the paper's Table 4 has it. */
    public static final GenerationMetric CHARS = new GenerationMetric(
            "characters", 0, j -> j.response().text().strip().length());

    /** Length in tokens, with what ended the response. */
    public static final GenerationMetric TOKENS =
            new GenerationMetric("tokens", 1, j -> j.response().draws().size());

    /** Whether the response came to its end by itself, 1 or 0. */
    public static final GenerationMetric ENDED =
            new GenerationMetric("ended by itself", 2, j -> j.response().ended() ? 1 : 0);

    /**
     * A response with what a reward model says of it.
     *
     * @param scores the reward model's
     */
    public record Judged(Completion response, AttributeScores scores) {}

    /** The reward model's number for an attribute. */
    public static GenerationMetric predicted(Attribute attribute) {
        return new GenerationMetric(
                "predicted " + attribute.key(), 2, j -> j.scores().of(attribute));
    }

    /** The reward model's one number. */
    public static GenerationMetric reward(AttributeWeights weights) {
        return new GenerationMetric("goodness", 2, j -> weights.reward(j.scores()));
    }

    /** The number of a response. */
    public double of(Judged judged) {
        return number.applyAsDouble(judged);
    }
}
