package helpsteer.generate;

import helpsteer.nn.TokenChoice;
import java.util.List;

/**
 * How answers are written.
 *
 * @param choice how each token is chosen
 * @param samples answers to each prompt, at least 1
 * @param maxTokens most tokens of an answer, at least 1
 * @param stops texts that end an answer and are cut from it, besides the tokens that end it; none of them empty
 */
public record Sampling(TokenChoice choice, int samples, int maxTokens, List<String> stops) {
    public Sampling {
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
    public static Sampling greedy(int maxTokens) {
        return new Sampling(TokenChoice.greedy(), 1, maxTokens, List.of());
    }

    /** One answer drawn from the model's own distribution. */
    public static Sampling plain(int maxTokens) {
        return new Sampling(TokenChoice.plain(), 1, maxTokens, List.of());
    }

    /** The same with another choice of tokens. */
    public Sampling withChoice(TokenChoice other) {
        return new Sampling(other, samples, maxTokens, stops);
    }

    /** The same with so many answers to each prompt. */
    public Sampling withSamples(int count) {
        return new Sampling(choice, count, maxTokens, stops);
    }

    /** The same with other stops. */
    public Sampling withStops(List<String> other) {
        return new Sampling(choice, samples, maxTokens, other);
    }
}
