package helpsteer.reward.frozen;

import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.ResponsePair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedModel;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Scorer;
import helpsteer.reward.VectorCache;
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

    /** Of a pretrained model as it is, without adapters; each text is computed once and kept in a cache on disk. */
    public static Vectors of(PretrainedModel pretrained, InputConfig input) {
        pretrained.check(input);
        Map<String, String> settings = Map.of(
                "backbone",
                pretrained.id(),
                "reading",
                pretrained.form(input),
                "tokens",
                Integer.toString(input.maxTokens()));
        return new Vectors(settings, texts -> embedded(pretrained, input, texts));
    }

    private static float[][] embedded(PretrainedModel pretrained, InputConfig input, List<PromptResponse> exchanges) {
        VectorCache cache = VectorCache.ofModel(pretrained.cacheName(input), pretrained.width());
        if (cache.knows(exchanges)) {
            return cache.vectors(exchanges, texts -> new float[0][], "embedding"); // no model is opened
        }
        try (RewardModel model = RewardModel.headless(pretrained, pretrained.frozen(input))) {
            return cache.vectors(exchanges, model::embed, "embedding");
        }
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
