package helpsteer.reward;

import helpsteer.data.Attribute;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** How much each attribute counts in the one number that ranks responses ("goodness" in the paper). */
public record AttributeWeights(
        double helpfulness, double correctness, double coherence, double complexity, double verbosity) {
    /** RewardBench with the Llama 3 70B model (arXiv 2406.08673, appendix H). */
    public static final AttributeWeights LLAMA3_70B = new AttributeWeights(0.65, 0.8, 0.45, 0.55, -0.4);

    /** RewardBench with the Nemotron-4 340B model (arXiv 2406.08673, appendix H). */
    public static final AttributeWeights NEMOTRON4_340B = new AttributeWeights(0.3, 0.74, 0.46, 0.47, -0.33);

    /** Iterative DPO and PPO (arXiv 2406.08673, sections 4.3 and 4.4). */
    public static final AttributeWeights ALIGNMENT = new AttributeWeights(0.65, 0.8, 0.45, 0, 0);

    /** Helpfulness alone. */
    public static final AttributeWeights HELPFULNESS_ONLY = only(Attribute.HELPFULNESS);

    public AttributeWeights {
        if (!Double.isFinite(helpfulness + correctness + coherence + complexity + verbosity)) {
            throw new IllegalArgumentException("weights must be finite, got " + helpfulness + ", " + correctness + ", "
                    + coherence + ", " + complexity + " and " + verbosity);
        }
    }

    /** Weights made by asking for each attribute in turn. */
    public static AttributeWeights of(ToDoubleFunction<Attribute> weight) {
        return new AttributeWeights(
                weight.applyAsDouble(Attribute.HELPFULNESS),
                weight.applyAsDouble(Attribute.CORRECTNESS),
                weight.applyAsDouble(Attribute.COHERENCE),
                weight.applyAsDouble(Attribute.COMPLEXITY),
                weight.applyAsDouble(Attribute.VERBOSITY));
    }

    /** One attribute alone. */
    public static AttributeWeights only(Attribute attribute) {
        return new AttributeWeights(
                attribute.of(1, 0, 0, 0, 0),
                attribute.of(0, 1, 0, 0, 0),
                attribute.of(0, 0, 1, 0, 0),
                attribute.of(0, 0, 0, 1, 0),
                attribute.of(0, 0, 0, 0, 1));
    }

    /** Refuses weights that are all 0, which compare nothing. */
    public void requireSome() {
        if (Arrays.stream(Attribute.values()).allMatch(a -> of(a) == 0)) {
            throw new IllegalArgumentException(
                    "goodness must weigh at least one attribute, got 0 for all; take AttributeWeights.HELPFULNESS_ONLY");
        }
    }

    /** The weight of one attribute. */
    public double of(Attribute attribute) {
        return attribute.of(helpfulness, correctness, coherence, complexity, verbosity);
    }

    /** The weighted sum of the scores. */
    public double reward(AttributeScores scores) {
        double sum = 0;
        for (Attribute attribute : Attribute.values()) {
            sum += of(attribute) * scores.of(attribute);
        }
        return sum;
    }
}
