package helpsteer.nn.decoder;

import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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

    static String path(String module) {
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

    long queryWidth() {
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

    boolean has(String tail) {
        return layer.containsKey(tail);
    }

    /** What the script calls one of its layer's tensors. */
    String parameter(String tail) {
        return "p[" + place(tail) + "]";
    }

    /** The place of a tensor among those of its layer. */
    int place(String tail) {
        return layerNames(0).indexOf(layerName(0, tail));
    }
}
