package helpsteer.generate;

import helpsteer.nn.decoder.SampledToken;
import java.util.List;

/**
 * One answer.
 *
 * @param draws its tokens with their log-probabilities, the one that ended it included
 * @param text what the tokens say, without the token or text that ended it
 * @param ending why it ended
 */
public record Completion(List<SampledToken> draws, String text, Ending ending) {
    /** Why an answer ended. */
    public enum Ending {
        /** The model wrote one of the tokens that end a turn or a text. */
        TOKEN,
        /** A stop text came up. */
        STOP,
        /** As many tokens as were asked for, or as many as the model has positions. */
        LENGTH
    }

    public Completion {
        if (draws.isEmpty()) {
            throw new IllegalArgumentException("an answer must have at least one token, got none");
        }
        draws = List.copyOf(draws);
    }

    /** Its token ids. */
    public int[] tokens() {
        return draws.stream().mapToInt(SampledToken::token).toArray();
    }

    /** Whether it came to its end by itself and was not cut off. */
    public boolean ended() {
        return ending != Ending.LENGTH;
    }

    /** log P(y|x) under the model: the sum over tokens. */
    public double logProbability() {
        return draws.stream().mapToDouble(SampledToken::logProbability).sum();
    }

    /** log Q'(y|x) under what it was sampled from: the sum over tokens. */
    public double sampledLogProbability() {
        return draws.stream().mapToDouble(SampledToken::sampledLogProbability).sum();
    }
}
