package helpsteer.nn.decoder;

/**
 * How the next token is chosen from the logits. The steps are those of transformers, in its order: repetition penalty,
 * temperature, top-k, top-p, min-p; then one token is drawn from the softmax of what is left.
 *
 * @param temperature what logits are divided by; 0 takes the likeliest token, to which the three filters change nothing
 * @param topK how many of the likeliest tokens are left, and those as likely as the last of them; {@link #ALL} leaves all
 * @param topP the fewest likeliest tokens that hold this share are left, and those as likely as the last of them; in (0, 1]
 * @param minP tokens of less than this share of the likeliest one's probability are left out; in [0, 1)
 * @param repetitionPenalty a logit of a token that stands in the prompt or the answer is divided by it where it is above 0,
 *     else multiplied (Keskar et al. 2019); above 0, and 1 changes nothing
 */
public record LogitsProcessor(double temperature, int topK, double topP, double minP, double repetitionPenalty) {
    /** As many tokens as there are. */
    public static final int ALL = Integer.MAX_VALUE;

    public LogitsProcessor {
        check(temperature >= 0 && Double.isFinite(temperature), "temperature must be at least 0", temperature);
        check(temperature == 0 || temperature >= 1e-3, "temperature must be 0 or at least 0.001", temperature);
        check(topK >= 1, "topK must be at least 1", topK);
        check(topP > 0 && topP <= 1, "topP must be in (0, 1]", topP);
        check(minP >= 0 && minP < 1, "minP must be in [0, 1)", minP);
        check(
                repetitionPenalty > 0 && Double.isFinite(repetitionPenalty),
                "repetitionPenalty must be above 0",
                repetitionPenalty);
    }

    private static void check(boolean holds, String rule, Number got) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", got " + got);
        }
    }

    /** The likeliest token. */
    public static LogitsProcessor greedy() {
        return new LogitsProcessor(0, ALL, 1, 0, 1);
    }

    /** A draw from the model's own distribution. */
    public static LogitsProcessor plain() {
        return new LogitsProcessor(1, ALL, 1, 0, 1);
    }

    /** The same with another temperature. */
    public LogitsProcessor withTemperature(double other) {
        return new LogitsProcessor(other, topK, topP, minP, repetitionPenalty);
    }

    /** The same with another top-k. */
    public LogitsProcessor withTopK(int other) {
        return new LogitsProcessor(temperature, other, topP, minP, repetitionPenalty);
    }

    /** The same with another top-p. */
    public LogitsProcessor withTopP(double other) {
        return new LogitsProcessor(temperature, topK, other, minP, repetitionPenalty);
    }

    /** The same with another min-p. */
    public LogitsProcessor withMinP(double other) {
        return new LogitsProcessor(temperature, topK, topP, other, repetitionPenalty);
    }

    /** The same with another repetition penalty. */
    public LogitsProcessor withRepetitionPenalty(double other) {
        return new LogitsProcessor(temperature, topK, topP, minP, other);
    }

    /** Whether the choice depends on which tokens stand before. */
    boolean looksBack() {
        return repetitionPenalty != 1;
    }

    /** The numbers in the script's order. */
    double[] numbers() {
        return new double[] {temperature, topK, topP, minP, repetitionPenalty};
    }
}
