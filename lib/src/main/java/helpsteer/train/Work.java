package helpsteer.train;

import java.util.List;

/**
 * What a step computed and how long it took.
 *
 * @param tokens real tokens; 0 where the objective reads none
 * @param paddedTokens positions computed besides, which hold padding
 * @param flops floating-point operations of the real tokens by {@link ModelFlops}; 0 where not known
 * @param seconds time of the step, without looks at the validation loss
 */
public record Work(long tokens, long paddedTokens, double flops, double seconds) {
    public Work {
        if (tokens < 0 || paddedTokens < 0 || !(flops >= 0) || !(seconds >= 0)) {
            throw new IllegalArgumentException("tokens, paddedTokens, flops and seconds must be at least 0, got "
                    + tokens + ", " + paddedTokens + ", " + flops + " and " + seconds);
        }
    }

    /** What an objective says of a step's batches. */
    static Work of(Objective objective, List<List<Integer>> batches, double seconds) {
        long tokens = 0;
        long padded = 0;
        double flops = 0;
        for (List<Integer> batch : batches) {
            long real = objective.tokens(batch);
            tokens += real;
            padded += objective.paddedTokens(batch);
            flops += real * objective.flopsPerToken(batch).orElse(0);
        }
        return new Work(tokens, padded, flops, seconds);
    }

    /** Both together. */
    Work plus(Work other) {
        return new Work(
                tokens + other.tokens, paddedTokens + other.paddedTokens, flops + other.flops, seconds + other.seconds);
    }
}
