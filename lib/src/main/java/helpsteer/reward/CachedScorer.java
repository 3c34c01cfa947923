package helpsteer.reward;

import helpsteer.data.Attribute;
import helpsteer.text.PromptResponse;
import java.util.Arrays;
import java.util.List;

/**
 * A reward model whose scores are kept on disk by content hash, so that a second run is instant.
 *
 * @param model the model; its fingerprint names the cache, so another model never answers from it
 * @param cache what is known so far
 */
public record CachedScorer(RewardModel model, VectorCache cache) implements Scorer {

    /** Opens the cache of that model. */
    public static CachedScorer of(RewardModel model) {
        return new CachedScorer(model, VectorCache.ofModel("scores-" + model.fingerprint(), Attribute.COUNT));
    }

    @Override
    public List<AttributeScores> score(List<PromptResponse> exchanges) {
        return Arrays.stream(cache.vectors(exchanges, this::vectors, "scoring"))
                .map(v -> AttributeScores.of((Attribute a) -> v[a.index()]))
                .toList();
    }

    private float[][] vectors(List<PromptResponse> exchanges) {
        return model.score(exchanges).stream().map(CachedScorer::vector).toArray(float[][]::new);
    }

    private static float[] vector(AttributeScores scores) {
        float[] out = new float[Attribute.COUNT];
        for (Attribute a : Attribute.values()) {
            out[a.index()] = (float) scores.of(a);
        }
        return out;
    }

    @Override
    public void close() {
        model.close();
    }
}
