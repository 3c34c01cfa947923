package helpsteer.nn.decoder;

import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.TensorMap;
import java.util.List;

/**
 * The shape of a decoder of the Llama family.
 *
 * @param width model width D
 * @param layers number of layers
 * @param inner width F of the feed-forward layer
 * @param vocabulary number of token ids V
 * @param positions most tokens of a sequence
 * @param attention heads and their biases
 * @param rope rotary positions
 * @param epsilon added to the mean square in every RMSNorm
 * @param tied whether the output layer is the embedding
 */
public record DecoderConfig(
        int width,
        int layers,
        int inner,
        int vocabulary,
        int positions,
        Attention attention,
        Rope rope,
        double epsilon,
        boolean tied) {

    /** The widest heads of published models have 256 numbers; a table of angles is made of the width. */
    private static final int MOST_HEAD_WIDTH = 1 << 16;

    /** The families that one script covers; what tells them apart is read from the config. */
    static final List<String> FAMILIES = List.of("llama", "qwen2", "qwen3");

    /**
     * The heads of a layer.
     *
     * @param heads query heads H
     * @param keyValueHeads key/value heads K, a divisor of {@code heads}
     * @param headWidth width C of a head, even
     * @param biases which linear layers add a bias
     * @param normalised whether queries and keys pass an RMSNorm of their own (Qwen3)
     */
    public record Attention(int heads, int keyValueHeads, int headWidth, Biases biases, boolean normalised) {
        public Attention {
            if (heads < 1 || keyValueHeads < 1 || heads % keyValueHeads != 0) {
                throw new IllegalArgumentException(
                        "keyValueHeads must divide heads, both at least 1, got " + keyValueHeads + " and " + heads);
            }
        }
    }

    /** Which linear layers of a decoder add a bias. */
    public enum Biases {
        /** None: Llama, SmolLM2, Qwen3. */
        NONE,
        /** Queries, keys and values: Qwen2. */
        QUERY_KEY_VALUE,
        /** These and the layer after attention: {@code attention_bias} of Llama and Qwen3. */
        ATTENTION;

        boolean has(String module) {
            return switch (this) {
                case NONE -> false;
                case QUERY_KEY_VALUE -> List.of("q_proj", "k_proj", "v_proj").contains(module);
                case ATTENTION ->
                    List.of("q_proj", "k_proj", "v_proj", "o_proj").contains(module);
            };
        }
    }

    public DecoderConfig {
        if (width < 1 || layers < 1 || inner < 1 || vocabulary < 1 || positions < 1) {
            throw new IllegalArgumentException("width, layers, inner, vocabulary and positions must be at least 1, got "
                    + width + ", " + layers + ", " + inner + ", " + vocabulary + " and " + positions);
        }
        if (attention.headWidth() != rope.width()) {
            throw new IllegalArgumentException(
                    "rope must turn a whole head of " + attention.headWidth() + ", got " + rope.width());
        }
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon must be above 0, got " + epsilon);
        }
    }

    /**
     * Reads a {@code config.json} of the families llama (SmolLM2 too), qwen2 and qwen3.
     *
     * @throws InvalidWeightsException where it is of another family or asks for something that the script has not
     */
    public static DecoderConfig of(ModelConfig config) {
        String family = config.text("model_type");
        if (!FAMILIES.contains(family)) {
            throw new InvalidWeightsException(config.source() + ": model_type must be one of " + FAMILIES + ", got "
                    + family + "; this model needs a forward pass that is not here");
        }
        refuseUnless(config, config.text("hidden_act", "silu").equals("silu"), "hidden_act", "silu");
        refuseUnless(config, !config.flag("mlp_bias", false), "mlp_bias", "false");
        refuseUnless(config, !config.flag("use_sliding_window", false), "use_sliding_window", "false");
        int width = config.count("hidden_size");
        int heads = config.count("num_attention_heads");
        if (!config.has("head_dim") && width % heads != 0) {
            throw new InvalidWeightsException(config.source() + ": hidden_size must be a multiple of"
                    + " num_attention_heads, got " + width + " and " + heads);
        }
        int headWidth = config.count("head_dim", Math.max(1, width / heads));
        if (headWidth > MOST_HEAD_WIDTH) {
            throw new InvalidWeightsException(config.source() + ": hidden_size must give heads of at most "
                    + MOST_HEAD_WIDTH + ", got " + width + " and heads of " + headWidth
                    + "; check that the config belongs to these weights");
        }
        try {
            return new DecoderConfig(
                    width,
                    config.count("num_hidden_layers"),
                    config.count("intermediate_size"),
                    config.count("vocab_size"),
                    config.count("max_position_embeddings", 2048),
                    new Attention(
                            heads,
                            config.count("num_key_value_heads", heads),
                            headWidth,
                            biases(config, family),
                            family.equals("qwen3")),
                    Rope.of(config, headWidth),
                    config.number("rms_norm_eps", 1e-6),
                    config.flag("tie_word_embeddings", false));
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
        weights.require(DecoderLayout.EMBEDDING, List.of((long) vocabulary, (long) width));
        weights.requireLayers(layers);
    }

    private static Biases biases(ModelConfig config, String family) {
        if (family.equals("qwen2")) {
            return Biases.QUERY_KEY_VALUE;
        }
        return config.flag("attention_bias", false) ? Biases.ATTENTION : Biases.NONE;
    }

    private static void refuseUnless(ModelConfig config, boolean holds, String key, String rule) {
        if (!holds) {
            throw new InvalidWeightsException(config.source() + ": " + key + " must be " + rule
                    + ", got another value; this model needs a forward pass that is not here");
        }
    }
}
