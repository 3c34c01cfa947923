package helpsteer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/** The mathematics of {@code decoder.py} put together from {@link Blocks}, one sequence at a time. */
final class PlainDecoder {
    private final DecoderConfig config;
    private final Parameters parameters;
    private final NDManager scope;

    PlainDecoder(DecoderConfig config, Parameters parameters, NDManager scope) {
        this.config = config;
        this.parameters = parameters;
        this.scope = scope;
    }

    private NDArray get(String name) {
        return parameters.get(name);
    }

    /** Last hidden states (T, D). */
    NDArray forward(int[] ids) {
        NDArray oneHot = scope.create(ids).oneHot(config.vocabulary()).toType(DataType.FLOAT32, false);
        NDArray x = oneHot.matMul(get("model.embed_tokens.weight"));
        for (int i = 0; i < config.layers(); i++) {
            x = layer(x, "model.layers." + i + ".");
        }
        return Blocks.rmsNorm(x, get("model.norm.weight"), config.epsilon());
    }

    private NDArray layer(NDArray x, String name) {
        NDArray h = Blocks.rmsNorm(x, get(name + "input_layernorm.weight"), config.epsilon());
        NDArray x1 = x.add(linear(attention(h, name + "self_attn."), name + "self_attn.o_proj"));
        NDArray m = Blocks.rmsNorm(x1, get(name + "post_attention_layernorm.weight"), config.epsilon());
        return x1.add(Blocks.swiGlu(
                m,
                get(name + "mlp.gate_proj.weight"),
                get(name + "mlp.up_proj.weight"),
                get(name + "mlp.down_proj.weight")));
    }

    private NDArray attention(NDArray h, String name) {
        NDArray q = linear(h, name + "q_proj");
        NDArray k = linear(h, name + "k_proj");
        NDArray v = linear(h, name + "v_proj");
        int group = config.attention().heads() / config.attention().keyValueHeads();
        NDList heads = new NDList();
        for (int head = 0; head < config.attention().heads(); head++) {
            NDArray weights = Blocks.attentionWeights(
                    turned(q, head, name + "q_norm.weight"), turned(k, head / group, name + "k_norm.weight"), true);
            heads.add(weights.matMul(part(v, head / group)));
        }
        return NDArrays.concat(heads, 1);
    }

    private NDArray part(NDArray x, int head) {
        int size = config.attention().headWidth();
        return x.get(":, " + head * size + ":" + (head + 1) * size);
    }

    private NDArray turned(NDArray x, int head, String norm) {
        NDArray part = part(x, head);
        NDArray y = config.attention().normalised() ? Blocks.rmsNorm(part, get(norm), config.epsilon()) : part;
        return Blocks.rotate(
                y, Blocks.angles(config.rope(), Math.toIntExact(x.getShape().get(0)), scope));
    }

    private NDArray linear(NDArray x, String name) {
        NDArray y = Blocks.linear(x, get(name + ".weight"));
        return parameters.names().contains(name + ".bias") ? y.add(get(name + ".bias")) : y;
    }
}
