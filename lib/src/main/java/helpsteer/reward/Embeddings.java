package helpsteer.reward;

import helpsteer.nn.decoder.Decoder;
import helpsteer.text.ChatEncoding;
import helpsteer.text.PairEncoding;
import helpsteer.text.PromptResponse;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Vectors of a frozen encoder, each text computed once and kept in a cache on disk. */
public final class Embeddings {
    private Embeddings() {}

    /**
     * The vectors of the exchanges, in their order, from the cache where they are known.
     *
     * @return shape (B, D)
     */
    public static float[][] of(PretrainedEncoder backbone, RewardConfig config, List<PromptResponse> exchanges) {
        String model = backbone.id() + "-" + config.readOut().key() + "-" + config.maxTokens() + "-encoding"
                + PairEncoding.VERSION;
        VectorCache cache = VectorCache.ofModel(model, backbone.shape().width());
        return of(cache, () -> RewardModel.headless(backbone, config), exchanges);
    }

    /** The same by a decoder, as it is without adapters. */
    public static float[][] of(PretrainedDecoder backbone, DecoderReading reading, List<PromptResponse> exchanges) {
        DecoderReading plain = reading.withOptions(
                Decoder.Options.defaults().withPrecision(reading.options().precision()));
        String model = backbone.id() + "-" + plain.template() + "-" + plain.maxTokens() + "-"
                + plain.options().precision().label() + "-encoding" + ChatEncoding.VERSION;
        VectorCache cache = VectorCache.ofModel(
                model.toLowerCase(Locale.ROOT), backbone.shape().width());
        return of(cache, () -> RewardModel.headless(backbone, plain), exchanges);
    }

    private static float[][] of(VectorCache cache, Supplier<RewardModel> opened, List<PromptResponse> exchanges) {
        if (cache.knows(exchanges)) {
            return cache.vectors(exchanges, texts -> new float[0][], "embedding"); // no model is opened
        }
        try (RewardModel model = opened.get()) {
            return cache.vectors(exchanges, model::embed, "embedding");
        }
    }
}
