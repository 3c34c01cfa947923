package helpsteer.reward.frozen;

import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.ResponsePair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.DecoderReading;
import helpsteer.reward.Embeddings;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.Scorer;
import helpsteer.text.ChatEncoding;
import helpsteer.text.PairEncoding;
import helpsteer.text.PromptResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where the vectors of texts come from; a frozen backbone's are computed once and kept on disk.
 *
 * @param settings what decides over the vectors besides the texts
 * @param source computes them
 */
public record Vectors(Map<String, String> settings, Source source) {
    /** Computes vectors of texts. */
    @FunctionalInterface
    public interface Source {
        /** The vectors of the exchanges, in their order, shape (B, D); each depends on its text alone. */
        float[][] of(List<PromptResponse> exchanges);
    }

    public Vectors {
        settings = Map.copyOf(settings);
    }

    /** Of an encoder. */
    public static Vectors of(PretrainedEncoder backbone, RewardConfig reading) {
        String form = reading.readOut().key() + ", encoding " + PairEncoding.VERSION;
        return new Vectors(
                settings(backbone.id(), form, reading.maxTokens()), texts -> Embeddings.of(backbone, reading, texts));
    }

    /** Of a decoder. */
    public static Vectors of(PretrainedDecoder backbone, DecoderReading reading) {
        String form = reading.template() + ", " + reading.options().precision().label() + ", encoding "
                + ChatEncoding.VERSION;
        return new Vectors(
                settings(backbone.id(), form, reading.maxTokens()), texts -> Embeddings.of(backbone, reading, texts));
    }

    private static Map<String, String> settings(String backbone, String form, int tokens) {
        return Map.of("backbone", backbone, "reading", form, "tokens", Integer.toString(tokens));
    }

    /** The vectors of the exchanges, in their order, shape (B, D). */
    public float[][] of(List<PromptResponse> exchanges) {
        return source.of(exchanges);
    }

    /** The vectors of both responses of each pair. */
    public List<Pair<float[]>> ofPairs(List<? extends ResponsePair> pairs) {
        return Pair.mapAll(PromptResponse.pairs(pairs), texts -> Arrays.asList(of(texts)));
    }

    /** The vectors of prompts alone: of exchanges whose response is empty. */
    public float[][] ofPrompts(List<Prompt> prompts) {
        return of(prompts.stream().map(p -> new PromptResponse(p, "")).toList());
    }

    /** Scores of texts by what a head makes of their vectors. */
    public Scorer scorer(Function<float[], AttributeScores> head) {
        return (exchanges) -> Arrays.stream(of(exchanges)).map(head).toList();
    }
}
