package helpsteer.nn.decoder;

import helpsteer.nn.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands for each {@code %NAME%} of {@code decoder.py} and {@code decoding.py}: sizes, and the text of those lines
 * that differ between models.
 *
 * @param config the model's sizes
 * @param lora its adapters
 * @param layout where its tensors stand
 */
record DecoderConstants(DecoderConfig config, Optional<Lora> lora, DecoderLayout layout) {
    DecoderConstants(DecoderConfig config, Optional<Lora> lora) {
        this(config, lora, new DecoderLayout(config, lora));
    }

    /**
     * All of them.
     *
     * @param dropout rate on the results of attention and feed-forward layers; 0 leaves dropout out of the text
     * @param adapterDropout the same on what adapters read
     */
    Map<String, Object> of(Precision precision, double dropout, double adapterDropout, boolean gpu) {
        Map<String, Object> out = new HashMap<>(sizes());
        out.put("LOW", precision.low());
        out.put("HIGH", precision.high());
        out.put("DROP", dropout("x", dropout));
        out.put("ATTENTION_DROP", 0.0);
        out.put("RAGGED", gpu ? "self.at_once(q, k, v, plan)" : "self.one_by_one(q, k, v, plan[0])");
        out.put("INPUT_NORM", layout.place("input_layernorm.weight"));
        out.put("POST_NORM", layout.place("post_attention_layernorm.weight"));
        out.put("HD", read("h", adapterDropout, "q_proj", "k_proj", "v_proj"));
        out.put("AD", read("a", adapterDropout, "o_proj"));
        out.put("MD", read("m", adapterDropout, "gate_proj", "up_proj"));
        out.put("FD", read("f", adapterDropout, "down_proj"));
        out.put("Q_PROJ", linear("q_proj", "h"));
        out.put("K_PROJ", linear("k_proj", "h"));
        out.put("V_PROJ", linear("v_proj", "h"));
        out.put("O_PROJ", linear("o_proj", "a"));
        out.put("GATE_PROJ", linear("gate_proj", "m"));
        out.put("UP_PROJ", linear("up_proj", "m"));
        out.put("DOWN_PROJ", linear("down_proj", "f"));
        out.put("Q_NORM", headNorm("q", "self_attn.q_norm.weight"));
        out.put("K_NORM", headNorm("k", "self_attn.k_norm.weight"));
        return out;
    }

    private Map<String, Object> sizes() {
        DecoderConfig.Attention heads = config.attention();
        Map<String, Object> out = new HashMap<>();
        out.put("EPS", config.epsilon());
        out.put("LORA_SCALE", lora.map(Lora::scale).orElse(1.0));
        out.put("H", heads.heads());
        out.put("K", heads.keyValueHeads());
        out.put("G", heads.heads() / heads.keyValueHeads());
        out.put("C", heads.headWidth());
        out.put("HC", layout.queryWidth());
        out.put("V", config.vocabulary());
        out.put("OUT", config.tied() ? 0 : 2 + config.layers() * layout.layerSize());
        out.put("SCALE", 1 / Math.sqrt(heads.headWidth()));
        out.put("L", config.layers());
        out.put("PER_LAYER", layout.layerSize());
        return out;
    }

    private static String dropout(String x, double rate) {
        return rate == 0 ? x : "torch.dropout(" + x + ", " + rate + ", True)";
    }

    private boolean adapts(String module) {
        return lora.filter(l -> l.adapts(module)).isPresent();
    }

    /** What adapters read of the input of these modules; dropped out only where one of them is adapted. */
    private String read(String x, double rate, String... modules) {
        return dropout(x, List.of(modules).stream().anyMatch(this::adapts) ? rate : 0);
    }

    private String headNorm(String x, String name) {
        return layout.has(name) ? "self.low(self.norm(self.high(" + x + "), " + layout.parameter(name) + "))" : x;
    }

    /** A linear layer with its bias and adapter, where this model has them. */
    private String linear(String module, String x) {
        String path = DecoderLayout.path(module);
        String weight = "self.low(" + layout.parameter(path + ".weight") + ")";
        String bias = layout.has(path + ".bias") ? ", self.low(" + layout.parameter(path + ".bias") + ")" : "";
        String plain = "torch.linear(" + x + ", " + weight + bias + ")";
        return adapts(module)
                ? "self.adapted(" + plain + ", " + x + "d, " + layout.parameter(DecoderLayout.adapterA(path)) + ", "
                        + layout.parameter(DecoderLayout.adapterB(path)) + ")"
                : plain;
    }
}
