package helpsteer.weights.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.List;

/** The config.json that HuggingFace's transformers would need for the model in a GGUF file. */
public final class GgufConfig {
    private static final String FREQUENCIES = "rope_freqs.weight";

    /** Llama 3's context before it was stretched, and the wave lengths between which it is stretched smoothly. */
    private static final int LLAMA3_CONTEXT = 8192;

    private static final double LLAMA3_LOW = 1;
    private static final double LLAMA3_HIGH = 4;

    private final GgufMetadata metadata;
    private final TensorMap tensors;
    private final GgufFamily family;
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();

    private GgufConfig(GgufFile file, GgufFamily family) {
        this.metadata = file.metadata();
        this.tensors = file.tensors();
        this.family = family;
    }

    /**
     * Maps the metadata.
     *
     * @throws InvalidWeightsException where it lacks something or says something that has no place in a config.json
     */
    public static ModelConfig of(GgufFile file) {
        GgufConfig made = new GgufConfig(file, GgufFamily.of(file.metadata()));
        made.sizes();
        made.positions();
        made.tokens();
        return ModelConfig.parse("config of the GGUF file", made.config.toString());
    }

    private String key(String name) {
        return family.key(name);
    }

    private void sizes() {
        int heads = positive("attention.head_count");
        int width = positive("embedding_length");
        int headWidth = metadata.count(key("attention.key_length"), width / heads);
        requireSame("attention.value_length", headWidth, "the length of a key");
        requireSame("rope.dimension_count", headWidth, "the length of a key");
        config.putArray("architectures").add(family.architecture());
        config.put("model_type", family.id());
        config.put("hidden_act", "silu");
        config.put("hidden_size", width);
        config.put("intermediate_size", positive("feed_forward_length"));
        config.put("num_hidden_layers", positive("block_count"));
        config.put("num_attention_heads", heads);
        boolean grouped = metadata.has(key("attention.head_count_kv"));
        config.put("num_key_value_heads", grouped ? positive("attention.head_count_kv") : heads);
        config.put("head_dim", headWidth);
        config.put("rms_norm_eps", metadata.number(key("attention.layer_norm_rms_epsilon")));
        config.put("attention_bias", false);
        config.put("vocab_size", vocabulary());
        config.put("tie_word_embeddings", tensors.find("output.weight") == null);
        config.put("torch_dtype", "float32");
    }

    private int positive(String name) {
        int value = metadata.count(key(name));
        if (value < 1) {
            throw new InvalidWeightsException(key(name) + " must be at least 1, got " + value);
        }
        return value;
    }

    private void requireSame(String name, int expected, String meaning) {
        int got = metadata.count(key(name), expected);
        if (got != expected) {
            throw new InvalidWeightsException(
                    key(name) + " must be " + meaning + ", " + expected + ", got " + got + "; this kind is not read");
        }
    }

    /** The rows of the embedding, which the metadata must not contradict. */
    private int vocabulary() {
        StoredTensor embedding = tensors.find("token_embd.weight");
        if (embedding == null
                || embedding.shape().size() != 2
                || embedding.shape().get(0) > Integer.MAX_VALUE) {
            throw new InvalidWeightsException(
                    "weights must hold the matrix token_embd.weight, got " + (embedding == null ? "none" : embedding));
        }
        int rows = embedding.shape().get(0).intValue();
        requireSame("vocab_size", rows, "the rows of token_embd.weight");
        return rows;
    }

    private void positions() {
        config.put("max_position_embeddings", positive("context_length"));
        double theta = metadata.number(key("rope.freq_base"), 10000);
        config.put("rope_theta", theta);
        String kind = metadata.text(key("rope.scaling.type"), "none");
        if (tensors.find(FREQUENCIES) != null) {
            llama3(theta);
            return;
        }
        switch (kind) {
            case "none" -> {
                if (metadata.has(key("rope.scale_linear"))) {
                    scaling("linear", metadata.number(key("rope.scale_linear")));
                }
            }
            case "linear" -> scaling(kind, metadata.number(key("rope.scaling.factor")));
            case "yarn" -> yarn();
            default ->
                throw new InvalidWeightsException(key("rope.scaling.type") + " must be none, linear or yarn, got "
                        + kind + "; this kind is not read");
        }
    }

    private ObjectNode scaling(String kind, double factor) {
        return config.putObject("rope_scaling").put("rope_type", kind).put("factor", factor);
    }

    private void yarn() {
        ObjectNode scaling = scaling("yarn", metadata.number(key("rope.scaling.factor")));
        scaling.put("original_max_position_embeddings", positive("rope.scaling.original_context_length"));
        for (String bound : List.of("beta_fast", "beta_slow")) {
            String name = key("rope.scaling.yarn_" + bound);
            if (metadata.has(name)) {
                scaling.put(bound, metadata.number(name));
            }
        }
        for (String other : List.of("attn_factor", "yarn_attn_factor", "yarn_ext_factor", "yarn_log_multiplier")) {
            if (metadata.has(key("rope.scaling." + other))) {
                throw new InvalidWeightsException(
                        key("rope.scaling." + other) + " must be absent, got a value; this kind of yarn is not read");
            }
        }
    }

    /**
     * Llama 3 keeps the factor of each frequency instead of the rule they come from; the rule is found again by trying
     * the published one.
     */
    private void llama3(double theta) {
        int headWidth = config.get("head_dim").intValue();
        float[] factors = tensors.require(FREQUENCIES, List.of(headWidth / 2L)).floats();
        int context = metadata.count(key("rope.scaling.original_context_length"), LLAMA3_CONTEXT);
        double largest = factors.length == 0 ? 1 : Math.max(1, factors[factors.length - 1]);
        for (int i = 0; i < factors.length; i++) {
            double wave = 2 * Math.PI * Math.pow(theta, 2.0 * i / headWidth);
            double smooth = (context / wave - LLAMA3_LOW) / (LLAMA3_HIGH - LLAMA3_LOW);
            double kept = Math.min(1, Math.max(0, smooth));
            double expected = 1 / ((1 - kept) / largest + kept);
            if (!(Math.abs(factors[i] - expected) <= 1e-4 * expected)) {
                throw new InvalidWeightsException(FREQUENCIES + " must follow Llama 3's rule, " + expected + " at " + i
                        + ", got " + factors[i] + "; this scaling is not read");
            }
        }
        scaling("llama3", largest)
                .put("low_freq_factor", LLAMA3_LOW)
                .put("high_freq_factor", LLAMA3_HIGH)
                .put("original_max_position_embeddings", context);
    }

    private void tokens() {
        token("bos_token_id", "bos_token_id");
        token("eos_token_id", "eos_token_id");
        token("pad_token_id", "padding_token_id");
    }

    private void token(String name, String ggml) {
        String from = "tokenizer.ggml." + ggml;
        if (metadata.has(from)) {
            config.put(name, metadata.count(from));
        }
    }
}
