package helpsteer.nn.decoder;

import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Low-rank adapters (Hu et al. 2021): beside each target layer W a product of two thin matrices is trained instead of W,
 * {@code y = W x + alpha / rank * B A x}.
 *
 * @param rank inner width of the product, at least 1
 * @param alpha scale, above 0
 * @param dropout rate on the adapters' input while training, in [0, 1); adapters of one input share what is dropped
 * @param targets which linear layers are adapted, out of {@link #MODULES}; at least one
 */
public record Lora(int rank, double alpha, double dropout, List<String> targets) {
    /** The linear layers of a decoder, by the names that PEFT uses. */
    public static final List<String> MODULES =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    /** Keys of PEFT's config that change what adapters compute. */
    private static final List<String> EXTENSIONS = List.of(
            "use_rslora",
            "use_dora",
            "use_qalora",
            "use_bdlora",
            "rank_pattern",
            "alpha_pattern",
            "layers_to_transform",
            "layer_replication",
            "fan_in_fan_out",
            "lora_bias",
            "exclude_modules",
            "target_parameters",
            "trainable_token_indices",
            "alora_invocation_tokens",
            "arrow_config",
            "kasa_config",
            "monteclora_config",
            "velora_config");

    public Lora {
        if (rank < 1 || !(alpha > 0) || !Double.isFinite(alpha)) {
            throw new IllegalArgumentException(
                    "rank must be at least 1 and alpha finite and above 0, got " + rank + " and " + alpha);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
        }
        if (targets.isEmpty()
                || !MODULES.containsAll(targets)
                || targets.stream().distinct().count() != targets.size()) {
            throw new IllegalArgumentException(
                    "targets must be different names out of " + MODULES + ", at least one, got " + targets);
        }
        targets = MODULES.stream().filter(targets::contains).toList();
    }

    /** Rank 16 on all linear layers with alpha 32, the usual start. */
    public static Lora defaults() {
        return new Lora(16, 32, 0.05, MODULES);
    }

    /** The same with another rank, at least 1, and an alpha of twice as much, so that the scale stays 2. */
    public Lora withRank(int other) {
        return new Lora(other, 2.0 * other, dropout, targets);
    }

    /** The same with another dropout, in [0, 1). */
    public Lora withDropout(double rate) {
        return new Lora(rank, alpha, rate, targets);
    }

    /** What the product is multiplied by. */
    public double scale() {
        return alpha / rank;
    }

    boolean adapts(String module) {
        return targets.contains(module);
    }

    /**
     * Reads PEFT's {@code adapter_config.json}.
     *
     * @throws InvalidWeightsException where it asks for more than plain LoRA on linear layers
     */
    public static Lora of(ModelConfig config) {
        String type = config.text("peft_type");
        if (!type.equals("LORA")) {
            throw new InvalidWeightsException(config.source() + ": peft_type must be LORA, got " + type
                    + "; other adapters are not computed here");
        }
        for (String key : EXTENSIONS) {
            if (!config.isOff(key)) {
                throw new InvalidWeightsException(config.source() + ": " + key
                        + " must be off, got another value; only plain LoRA is computed here");
            }
        }
        String start = config.isText("init_lora_weights") ? config.text("init_lora_weights") : "gaussian";
        if (!start.equals("gaussian")) {
            throw new InvalidWeightsException(
                    config.source() + ": init_lora_weights must be true, false or gaussian, got " + start
                            + "; such adapters change the base model too, so convert them with PEFT first");
        }
        if (!config.text("bias", "none").equals("none")) {
            throw new InvalidWeightsException(config.source() + ": bias must be none, got " + config.text("bias")
                    + "; train the adapters without biases");
        }
        try {
            return new Lora(
                    config.count("r"),
                    config.number("lora_alpha"),
                    config.number("lora_dropout", 0),
                    config.texts("target_modules"));
        } catch (IllegalArgumentException e) {
            throw new InvalidWeightsException(config.source() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The keys of PEFT's {@code adapter_config.json}.
     *
     * @param task such as {@code SEQ_CLS} or {@code CAUSAL_LM}
     * @param base folder or hub name of the model that the adapters belong to
     * @param saved modules that were trained whole and are saved with the adapters, such as {@code score}
     */
    public Map<String, Object> peftConfig(String task, String base, List<String> saved) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("peft_type", "LORA");
        out.put("task_type", task);
        out.put("base_model_name_or_path", base);
        out.put("r", rank);
        out.put("lora_alpha", alpha == Math.rint(alpha) ? (Object) (long) alpha : (Object) alpha);
        out.put("lora_dropout", dropout);
        out.put("target_modules", targets);
        if (!saved.isEmpty()) {
            out.put("modules_to_save", saved);
        }
        out.put("bias", "none");
        out.put("inference_mode", true);
        return out;
    }
}
