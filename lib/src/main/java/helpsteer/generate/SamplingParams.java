package helpsteer.generate;

import helpsteer.nn.decoder.LogitsProcessor;
import java.util.List;

/**
 * How answers are written.
 *
 * @param choice how each token is chosen
 * @param samples answers to each prompt, at least 1
 * @param maxTokens most tokens of an answer, at least 1
 * @param stops texts that end an answer and are cut from it, besides the tokens that end it; none of them empty
 */
public record SamplingParams(LogitsProcessor choice, int samples, int maxTokens, List<String> stops) {
    public SamplingParams {
        if (samples < 1 || maxTokens < 1) {
            throw new IllegalArgumentException(
                    "samples and maxTokens must be at least 1, got " + samples + " and " + maxTokens);
        }
        if (stops.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop must be a text, got an empty one");
        }
        stops = List.copyOf(stops);
    }

    /** One answer of the likeliest tokens. */
    public static SamplingParams greedy(int maxTokens) {
        return new SamplingParams(LogitsProcessor.greedy(), 1, maxTokens, List.of());
    }

    /** One answer drawn from the model's own distribution. */
    public static SamplingParams plain(int maxTokens) {
        return new SamplingParams(LogitsProcessor.plain(), 1, maxTokens, List.of());
    }

    /** The same with another choice of tokens. */
    public SamplingParams withChoice(LogitsProcessor other) {
        return new SamplingParams(other, samples, maxTokens, stops);
    }

    /** The same with so many answers to each prompt. */
    public SamplingParams withSamples(int count) {
        return new SamplingParams(choice, count, maxTokens, stops);
    }

    /** The same with other stops. */
    public SamplingParams withStops(List<String> other) {
        return new SamplingParams(choice, samples, maxTokens, other);
    }
}
