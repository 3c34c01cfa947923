package helpsteer.align;

import helpsteer.nn.decoder.Decoder;

/**
 * How a policy reads and computes.
 *
 * @param format the form of its text
 * @param maxTokens longest text, response included, at least 16
 * @param options precision, dropout, adapters; without adapters the whole decoder is trained
 */
public record PolicyReading(PolicyFormat format, int maxTokens, Decoder.Options options) {
    public PolicyReading {
        if (maxTokens < 16) {
            throw new IllegalArgumentException("maxTokens must be at least 16, got " + maxTokens);
        }
    }

    /** The same with other options. */
    public PolicyReading withOptions(Decoder.Options other) {
        return new PolicyReading(format, maxTokens, other);
    }
}
