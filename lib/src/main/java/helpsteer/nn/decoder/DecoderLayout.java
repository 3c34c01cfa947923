package helpsteer.nn.decoder;

import helpsteer.nn.Precision;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where each tensor of a decoder stands: its name, its shape, its place in the list that the script takes. */
final class DecoderLayout {
    static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String LAST_NORM = "model.norm.weight";
    private static final String OUTPUT = "lm_head.weight";

    private final DecoderConfig config;
    private final Optional<Lora> lora;
    private final Map<String, List<Long>> layer = new LinkedHashMap<>();

    DecoderLayout(DecoderConfig config, Optional<Lora> lora) {
        this.config = config;
        this.lora = lora;
        long d = config.width();
        layer.put("input_layernorm.weight", List.of(d));
        layer.put("post_attention_layernorm.weight", List.of(d));
        for (String module : Lora.MODULES) {
            layer.put(path(module) + ".weight", List.of(outputs(module), inputs(module)));
        }
        for (String module : Lora.MODULES) {
            if (config.attention().biases().has(module)) {
                layer.put(path(module) + ".bias", List.of(outputs(module)));
            }
        }
        if (config.attention().normalised()) {
            long c = config.attention().headWidth();
            layer.put("self_attn.q_norm.weight", List.of(c));
            layer.put("self_attn.k_norm.weight", List.of(c));
        }
    }

    private static String path(String module) {
        return (Lora.MODULES.indexOf(module) < 4 ? "self_attn." : "mlp.") + module;
    }

    private long inputs(String module) {
        return switch (module) {
            case "o_proj" -> queryWidth();
            case "down_proj" -> config.inner();
            default -> config.width();
        };
    }

    private long outputs(String module) {
        return switch (module) {
            case "q_proj" -> queryWidth();
            case "k_proj", "v_proj" ->
                (long) config.attention().keyValueHeads() * config.attention().headWidth();
            case "gate_proj", "up_proj" -> config.inner();
            default -> config.width();
        };
    }

    private long queryWidth() {
        return (long) config.attention().heads() * config.attention().headWidth();
    }

    private static String layerName(int index, String tail) {
        return "model.layers." + index + "." + tail;
    }

    /** Names and shapes of the model's own tensors that its hidden states depend on. */
    Map<String, List<Long>> base() {
        Map<String, List<Long>> out = new LinkedHashMap<>();
        out.put(EMBEDDING, List.of((long) config.vocabulary(), (long) config.width()));
        for (int i = 0; i < config.layers(); i++) {
            for (Map.Entry<String, List<Long>> entry : layer.entrySet()) {
                out.put(layerName(i, entry.getKey()), entry.getValue());
            }
        }
        out.put(LAST_NORM, List.of((long) config.width()));
        return out;
    }

    /** The output layer's name where it is a tensor of its own; sequence classifiers come without it. */
    Optional<String> output() {
        return config.tied() ? Optional.empty() : Optional.of(OUTPUT);
    }

    /**
     * Refuses weights that hold more of the layers than this model would use: it would compute something else than the
     * model that the file is of.
     */
    void refuseUnused(TensorMap weights) {
        Set<String> used = new HashSet<>(base().keySet());
        for (String module : adapters().keySet()) {
            used.add(adapterA(module));
            used.add(adapterB(module));
        }
        for (String name : weights.names()) {
            if (name.startsWith("model.layers.") && !used.contains(name) && !name.endsWith("rotary_emb.inv_freq")) {
                throw new InvalidWeightsException("config must have a place for " + name + " of the weights, got "
                        + config.layers() + " layers and biases "
                        + config.attention().biases()
                        + "; check that the config belongs to these weights");
            }
        }
    }

    /** The adapters' names without {@code .weight} by the adapted layer's: A (R, in) and B (out, R). */
    Map<String, List<List<Long>>> adapters() {
        Map<String, List<List<Long>>> out = new LinkedHashMap<>();
        lora.ifPresent(l -> {
            for (int i = 0; i < config.layers(); i++) {
                for (String module : l.targets()) {
                    long rank = l.rank();
                    out.put(
                            layerName(i, path(module)),
                            List.of(List.of(rank, inputs(module)), List.of(outputs(module), rank)));
                }
            }
        });
        return out;
    }

    static String adapterA(String module) {
        return module + ".lora_A.weight";
    }

    static String adapterB(String module) {
        return module + ".lora_B.weight";
    }

    /** Names of one layer's tensors in the script's order. */
    List<String> layerNames(int index) {
        List<String> out = new ArrayList<>(layer.keySet());
        lora.ifPresent(l -> l.targets().forEach(module -> {
            out.add(adapterA(path(module)));
            out.add(adapterB(path(module)));
        }));
        return out.stream().map(tail -> layerName(index, tail)).toList();
    }

    /** How many tensors a layer takes. */
    int layerSize() {
        return layerNames(0).size();
    }

    /** All names in the script's order: embedding, layers, last norm. */
    List<String> names() {
        List<String> out = new ArrayList<>(List.of(EMBEDDING));
        for (int i = 0; i < config.layers(); i++) {
            out.addAll(layerNames(i));
        }
        out.add(LAST_NORM);
        return out;
    }

    /**
     * The script's constants.
     *
     * @param dropout rate on the results of attention and feed-forward layers; 0 leaves dropout out of the text
     */
    Map<String, Object> constants(Precision precision, double dropout, double adapterDropout, boolean gpu) {
        DecoderConfig.Attention heads = config.attention();
        Map<String, Object> out = new HashMap<>();
        out.put("LOW", precision.low());
        out.put("HIGH", precision.high());
        out.put("EPS", config.epsilon());
        out.put("DROP", dropout("x", dropout));
        out.put("ATTENTION_DROP", 0.0);
        out.put("LORA_SCALE", lora.map(Lora::scale).orElse(1.0));
        out.put("H", heads.heads());
        out.put("K", heads.keyValueHeads());
        out.put("G", heads.heads() / heads.keyValueHeads());
        out.put("C", heads.headWidth());
        out.put("HC", queryWidth());
        out.put("V", config.vocabulary());
        out.put("OUT", config.tied() ? 0 : 2 + config.layers() * layerSize());
        out.put("SCALE", 1 / Math.sqrt(heads.headWidth()));
        out.put("L", config.layers());
        out.put("PER_LAYER", layerSize());
        out.put("RAGGED", gpu ? "self.at_once(q, k, v, plan)" : "self.one_by_one(q, k, v, plan[0])");
        out.put("INPUT_NORM", place("input_layernorm.weight"));
        out.put("POST_NORM", place("post_attention_layernorm.weight"));
        Map<String, String> inputs = Map.of(
                "q_proj",
                "h",
                "k_proj",
                "h",
                "v_proj",
                "h",
                "o_proj",
                "a",
                "gate_proj",
                "m",
                "up_proj",
                "m",
                "down_proj",
                "f");
        for (String x : List.of("h", "a", "m", "f")) {
            boolean read = inputs.entrySet().stream()
                    .anyMatch(e -> e.getValue().equals(x)
                            && lora.filter(l -> l.adapts(e.getKey())).isPresent());
            out.put(x.toUpperCase(Locale.ROOT) + "D", dropout(x, read ? adapterDropout : 0));
        }
        inputs.forEach((module, x) -> out.put(module.toUpperCase(Locale.ROOT), linear(module, x)));
        out.put("Q_NORM", headNorm("q", "self_attn.q_norm.weight"));
        out.put("K_NORM", headNorm("k", "self_attn.k_norm.weight"));
        return out;
    }

    private static String dropout(String x, double rate) {
        return rate == 0 ? x : "torch.dropout(" + x + ", " + rate + ", True)";
    }

    private String headNorm(String x, String name) {
        return layer.containsKey(name) ? "self.low(self.norm(self.high(" + x + "), " + parameter(name) + "))" : x;
    }

    /** The text of a linear layer with what this model adds to it. */
    private String linear(String module, String x) {
        String weight = "self.low(" + parameter(path(module) + ".weight") + ")";
        String bias = path(module) + ".bias";
        String plain = layer.containsKey(bias)
                ? "torch.linear(" + x + ", " + weight + ", self.low(" + parameter(bias) + "))"
                : "torch.linear(" + x + ", " + weight + ")";
        if (lora.isEmpty() || !lora.get().adapts(module)) {
            return plain;
        }
        return "self.adapted(" + plain + ", " + x + "d, " + parameter(adapterA(path(module))) + ", "
                + parameter(adapterB(path(module))) + ")";
    }

    private String parameter(String tail) {
        return "p[" + place(tail) + "]";
    }

    private int place(String tail) {
        return layerNames(0).indexOf(layerName(0, tail));
    }
}
