package helpsteer.nn.encoder;

import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.TensorMap;
import java.util.List;

/**
 * The shape of a BERT encoder.
 *
 * @param width model width D, a multiple of {@code heads}
 * @param layers number of layers
 * @param heads query heads H
 * @param inner width of the feed-forward layer
 * @param vocabulary number of token ids V
 */
public record EncoderConfig(int width, int layers, int heads, int inner, int vocabulary) {
    /** Longest text in tokens; fixed in the BERT family. */
    public static final int POSITIONS = 512;

    /** Two kinds of token: of the first text and of the second. */
    public static final int TYPES = 2;

    /** Added to the variance in every layer norm; fixed in the BERT family. */
    public static final double EPSILON = 1e-12;

    /** all-MiniLM-L6-v2: 22.6 million parameters. */
    public static final EncoderConfig MINILM_L6 = new EncoderConfig(384, 6, 12, 1536, 30522);

    /**
     * Reads a {@code config.json} of the BERT family.
     *
     * @throws InvalidWeightsException where it is of another family or asks for something that the script has not
     */
    public static EncoderConfig of(ModelConfig config) {
        require(config, "model_type", config.text("model_type"), "bert");
        require(config, "hidden_act", config.text("hidden_act", "gelu"), "gelu");
        require(config, "position_embedding_type", config.text("position_embedding_type", "absolute"), "absolute");
        require(config, "max_position_embeddings", config.count("max_position_embeddings", POSITIONS), POSITIONS);
        require(config, "type_vocab_size", config.count("type_vocab_size", TYPES), TYPES);
        require(config, "layer_norm_eps", config.number("layer_norm_eps", EPSILON), EPSILON);
        try {
            return new EncoderConfig(
                    config.count("hidden_size"),
                    config.count("num_hidden_layers"),
                    config.count("num_attention_heads"),
                    config.count("intermediate_size"),
                    config.count("vocab_size"));
        } catch (IllegalArgumentException e) {
            throw new InvalidWeightsException(config.source() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Looks at what can be seen before anything is made of these sizes.
     *
     * @throws InvalidWeightsException where the weights cannot be of this shape
     */
    public void requireFits(TensorMap weights) {
        weights.require("embeddings.word_embeddings.weight", List.of((long) vocabulary, (long) width));
        weights.requireLayers(layers);
    }

    private static void require(ModelConfig config, String key, Object got, Object wanted) {
        if (!got.equals(wanted)) {
            throw new InvalidWeightsException(config.source() + ": " + key + " must be " + wanted + ", got " + got
                    + "; this encoder needs a forward pass that is not here");
        }
    }

    public EncoderConfig {
        if (width < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "width must be a multiple of heads, both at least 1, got " + width + " and " + heads);
        }
        if (layers < 1 || inner < 1 || vocabulary < 1) {
            throw new IllegalArgumentException("layers, inner and vocabulary must be at least 1, got " + layers + ", "
                    + inner + " and " + vocabulary);
        }
    }
}
