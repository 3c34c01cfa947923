package helpsteer.reward;

import helpsteer.text.PairEncoding;

/**
 * How a reward model reads a text.
 *
 * @param readOut which hidden state feeds the head
 * @param maxTokens longest text, special tokens included, 8..512; longer ones are cut as {@code text.PairEncoding} says
 * @param dropout rate while training, in [0, 1)
 */
public record RewardConfig(Pooling readOut, int maxTokens, double dropout) {
    public RewardConfig {
        if (maxTokens < 8 || maxTokens > 512) {
            throw new IllegalArgumentException("maxTokens must be in 8..512, got " + maxTokens);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
        }
    }

    /** Mean-pooled, whole length, BERT's dropout. */
    public static RewardConfig defaults() {
        return new RewardConfig(Pooling.MEAN_POOL, 512, 0.1);
    }

    /** The same with another length. */
    public RewardConfig withMaxTokens(int tokens) {
        return new RewardConfig(readOut, tokens, dropout);
    }

    /** What identifies the reading in cache keys: these settings and the way in which exchanges are encoded. */
    public String key() {
        return readOut.key() + "-" + maxTokens + "-" + dropout + "-encoding" + PairEncoding.VERSION;
    }
}
