package helpsteer.train.metrics;

/**
 * What a step computed and how long it took.
 *
 * @param tokens real tokens; 0 where the objective reads none
 * @param paddedTokens positions computed besides, which hold padding
 * @param flops floating-point operations of the real tokens by {@link ModelFlops}; 0 where not known
 * @param seconds time of the step, without looks at the validation loss
 */
public record StepStats(long tokens, long paddedTokens, double flops, double seconds) {
    public StepStats {
        if (tokens < 0 || paddedTokens < 0 || !(flops >= 0) || !(seconds >= 0)) {
            throw new IllegalArgumentException("tokens, paddedTokens, flops and seconds must be at least 0, got "
                    + tokens + ", " + paddedTokens + ", " + flops + " and " + seconds);
        }
    }

    /** Both together. */
    public StepStats plus(StepStats other) {
        return new StepStats(
                tokens + other.tokens, paddedTokens + other.paddedTokens, flops + other.flops, seconds + other.seconds);
    }
}
