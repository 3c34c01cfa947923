package helpsteer.nn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import helpsteer.nn.Parameters;

/**
 * The mathematics of {@code decoder.py} put together from {@link ReferenceBlocks}, one sequence at a time: to check the script by,
 * and to look into single heads, which fused attention does not show.
 */
public final class ReferenceDecoder {
    private final DecoderConfig config;
    private final Parameters parameters;
    private final NDManager scope;

    /**
     * Uses the parameters of a {@link Decoder} without adapters, or with merged ones.
     *
     * @param scope owns what is computed
     */
    public ReferenceDecoder(DecoderConfig config, Parameters parameters, NDManager scope) {
        this.config = config;
        this.parameters = parameters;
        this.scope = scope;
    }

    private NDArray get(String name) {
        return parameters.get(name);
    }

    /** Last hidden states (T, D). */
    public NDArray forward(int[] ids) {
        NDArray oneHot = scope.create(ids).oneHot(config.vocabulary()).toType(DataType.FLOAT32, false);
        NDArray x = oneHot.matMul(get("model.embed_tokens.weight"));
        for (int i = 0; i < config.layers(); i++) {
            x = layer(x, i);
        }
        return ReferenceBlocks.rmsNorm(x, get("model.norm.weight"), config.epsilon());
    }

    /**
     * How much each token looks at each.
     *
     * @param x the residual stream before the layer, (T, D), as {@link Decoder#states} gives it
     * @param layer from 0
     * @param head query head, from 0
     * @return (T, T), each row adding up to 1
     */
    public NDArray attentionWeights(NDArray x, int layer, int head) {
        String name = name(layer) + "self_attn.";
        NDArray h = ReferenceBlocks.rmsNorm(x, get(name(layer) + "input_layernorm.weight"), config.epsilon());
        return weights(linear(h, name + "q_proj"), linear(h, name + "k_proj"), head, name);
    }

    private static String name(int layer) {
        return "model.layers." + layer + ".";
    }

    private NDArray layer(NDArray x, int index) {
        String name = name(index);
        NDArray h = ReferenceBlocks.rmsNorm(x, get(name + "input_layernorm.weight"), config.epsilon());
        NDArray x1 = x.add(linear(attention(h, name + "self_attn."), name + "self_attn.o_proj"));
        NDArray m = ReferenceBlocks.rmsNorm(x1, get(name + "post_attention_layernorm.weight"), config.epsilon());
        return x1.add(ReferenceBlocks.swiGlu(
                m,
                get(name + "mlp.gate_proj.weight"),
                get(name + "mlp.up_proj.weight"),
                get(name + "mlp.down_proj.weight")));
    }

    private NDArray attention(NDArray h, String name) {
        NDArray q = linear(h, name + "q_proj");
        NDArray k = linear(h, name + "k_proj");
        NDArray v = linear(h, name + "v_proj");
        NDList heads = new NDList();
        for (int head = 0; head < config.attention().heads(); head++) {
            heads.add(weights(q, k, head, name).matMul(part(v, keyValueHead(head))));
        }
        return NDArrays.concat(heads, 1);
    }

    private NDArray weights(NDArray q, NDArray k, int head, String name) {
        return ReferenceBlocks.attentionWeights(
                turned(q, head, name + "q_norm.weight"), turned(k, keyValueHead(head), name + "k_norm.weight"), true);
    }

    private int keyValueHead(int head) {
        return head * config.attention().keyValueHeads() / config.attention().heads();
    }

    private NDArray part(NDArray x, int head) {
        return ReferenceBlocks.head(x, head, config.attention().headWidth());
    }

    private NDArray turned(NDArray x, int head, String norm) {
        NDArray part = part(x, head);
        NDArray y = config.attention().normalised() ? ReferenceBlocks.rmsNorm(part, get(norm), config.epsilon()) : part;
        return ReferenceBlocks.rotate(
                y,
                ReferenceBlocks.angles(
                        config.rope(), Math.toIntExact(x.getShape().get(0)), scope));
    }

    private NDArray linear(NDArray x, String name) {
        NDArray y = ReferenceBlocks.linear(x, get(name + ".weight"));
        return parameters.names().contains(name + ".bias") ? y.add(get(name + ".bias")) : y;
    }
}
