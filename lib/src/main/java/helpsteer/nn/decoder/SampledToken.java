package helpsteer.nn.decoder;

/**
 * One token that was drawn.
 *
 * @param token its id
 * @param logProbability its log-probability under the model: temperature 1, nothing filtered
 * @param sampledLogProbability its log-probability under what it was drawn from, after temperature, filters and penalty; 0
 *     where the likeliest was taken
 */
public record SampledToken(int token, double logProbability, double sampledLogProbability) {}
