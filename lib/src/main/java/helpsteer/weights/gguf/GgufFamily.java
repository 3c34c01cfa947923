package helpsteer.weights.gguf;

import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The families of models that are read from GGUF, and how their tensors are called in HuggingFace's files. */
public enum GgufFamily {
    LLAMA("LlamaForCausalLM"),
    QWEN2("Qwen2ForCausalLM"),
    QWEN3("Qwen3ForCausalLM");

    private static final String ARCHITECTURE = "general.architecture";
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d{1,5})\\.(\\w+)\\.(weight|bias)");
    private static final Map<String, String> OUTSIDE = Map.of(
            "token_embd.weight", "model.embed_tokens.weight",
            "output_norm.weight", "model.norm.weight",
            "output.weight", "lm_head.weight");
    private static final Map<String, String> INSIDE = Map.ofEntries(
            Map.entry("attn_norm", "input_layernorm"),
            Map.entry("attn_q", "self_attn.q_proj"),
            Map.entry("attn_k", "self_attn.k_proj"),
            Map.entry("attn_v", "self_attn.v_proj"),
            Map.entry("attn_output", "self_attn.o_proj"),
            Map.entry("attn_q_norm", "self_attn.q_norm"),
            Map.entry("attn_k_norm", "self_attn.k_norm"),
            Map.entry("ffn_norm", "post_attention_layernorm"),
            Map.entry("ffn_gate", "mlp.gate_proj"),
            Map.entry("ffn_up", "mlp.up_proj"),
            Map.entry("ffn_down", "mlp.down_proj"));

    private final String architecture;

    GgufFamily(String architecture) {
        this.architecture = architecture;
    }

    /** The family that the metadata name. */
    public static GgufFamily of(GgufMetadata metadata) {
        String name = metadata.text(ARCHITECTURE);
        return Arrays.stream(values())
                .filter(family -> family.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidWeightsException(ARCHITECTURE + " must be one of "
                        + Arrays.stream(values()).map(GgufFamily::id).toList() + ", got " + name
                        + "; take a model of one of these families"));
    }

    /** Its name in GGUF and as HuggingFace's {@code model_type}. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its class in transformers. */
    String architecture() {
        return architecture;
    }

    /** A metadata key of this family. */
    String key(String name) {
        return id() + "." + name;
    }

    /**
     * The tensors under HuggingFace's names and in its layout.
     *
     * @throws InvalidWeightsException where one is none of this family's
     */
    public TensorMap named(TensorMap tensors, ModelConfig config) {
        List<StoredTensor> out = new ArrayList<>();
        for (StoredTensor tensor : tensors.all()) {
            if (!tensor.name().equals("rope_freqs.weight")) {
                out.add(laidOut(tensor, config).withName(nameOf(tensor.name())));
            }
        }
        return new TensorMap(out);
    }

    private String nameOf(String name) {
        String outside = OUTSIDE.get(name);
        if (outside != null) {
            return outside;
        }
        Matcher block = BLOCK.matcher(name);
        if (!block.matches() || !holds(block.group(2), block.group(3))) {
            throw new InvalidWeightsException(
                    name + " must be a tensor of " + id() + ", got another one; take a plain model of this family");
        }
        return "model.layers." + block.group(1) + "." + INSIDE.get(block.group(2)) + "." + block.group(3);
    }

    private boolean holds(String part, String kind) {
        if (kind.equals("bias")) {
            return this == QWEN2 && List.of("attn_q", "attn_k", "attn_v").contains(part);
        }
        return INSIDE.containsKey(part) && (this == QWEN3 || !part.matches("attn_[qk]_norm"));
    }

    /**
     * Llama's queries and keys are kept with the two halves of each head interleaved, as llama.cpp turns pairs of
     * neighbours where HuggingFace turns the first half against the second.
     */
    private StoredTensor laidOut(StoredTensor tensor, ModelConfig config) {
        if (this != LLAMA || !tensor.name().matches("blk\\.\\d+\\.attn_[qk]\\.weight")) {
            return tensor;
        }
        int heads = config.count(tensor.name().contains("attn_q") ? "num_attention_heads" : "num_key_value_heads");
        long headRows = config.count("head_dim");
        if (tensor.shape().size() != 2 || tensor.shape().get(0) != heads * headRows || headRows % 2 != 0) {
            throw new InvalidWeightsException(
                    tensor + " must have " + heads + " heads of " + headRows + " rows each, an even number");
        }
        return tensor.withRows(row -> {
            long within = row % headRows;
            return row - within + within % (headRows / 2) * 2 + within / (headRows / 2);
        });
    }
}
