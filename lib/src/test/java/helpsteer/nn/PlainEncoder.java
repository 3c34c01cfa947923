package helpsteer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import helpsteer.nn.decoder.ReferenceBlocks;
import helpsteer.nn.encoder.EncoderConfig;

/** The mathematics of {@code bert.py} written with plain array operations, for tests: no fused kernel, no script. */
public final class PlainEncoder {
    private final EncoderConfig config;
    private final Parameters parameters;

    public PlainEncoder(EncoderConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
    }

    private NDArray get(String name) {
        return parameters.get(name);
    }

    public NDArray forward(NDArray ids, NDArray types, NDArray keep) {
        long tokens = ids.getShape().get(1);
        NDArray x = rows("embeddings.word_embeddings.weight", ids)
                .add(get("embeddings.position_embeddings.weight").get("0:" + tokens))
                .add(rows("embeddings.token_type_embeddings.weight", types));
        x = norm(x, "embeddings.LayerNorm");
        for (int i = 0; i < config.layers(); i++) {
            x = layer(x, keep, "encoder.layer." + i + ".");
        }
        return x;
    }

    /** A row of the table for each id, as a product with one-hot vectors. */
    private NDArray rows(String table, NDArray ids) {
        NDArray weights = get(table);
        NDArray oneHot = ids.oneHot((int) weights.getShape().get(0)).toType(DataType.FLOAT32, false);
        return oneHot.matMul(weights);
    }

    private NDArray layer(NDArray x, NDArray keep, String name) {
        NDArray attended = linear(attention(x, keep, name + "attention.self."), name + "attention.output.dense");
        NDArray x1 = norm(x.add(attended), name + "attention.output.LayerNorm");
        NDArray gelu = ReferenceBlocks.gelu(linear(x1, name + "intermediate.dense"));
        return norm(x1.add(linear(gelu, name + "output.dense")), name + "output.LayerNorm");
    }

    private NDArray attention(NDArray x, NDArray keep, String name) {
        int size = config.width() / config.heads();
        NDArray q = linear(x, name + "query");
        NDArray k = linear(x, name + "key");
        NDArray v = linear(x, name + "value");
        NDArray hidden = keep.sub(1).mul(1e30f).expandDims(1); // (B, 1, T): 0 for real tokens, else far below any logit
        NDList heads = new NDList();
        for (int h = 0; h < config.heads(); h++) {
            String part = ":, :, " + h * size + ":" + (h + 1) * size;
            NDArray logits = q.get(part).matMul(k.get(part).transpose(0, 2, 1)).div(Math.sqrt(size));
            heads.add(logits.add(hidden).softmax(-1).matMul(v.get(part)));
        }
        return NDArrays.concat(heads, -1);
    }

    private NDArray linear(NDArray x, String name) {
        return ReferenceBlocks.linear(x, get(name + ".weight")).add(get(name + ".bias"));
    }

    private NDArray norm(NDArray x, String name) {
        return ReferenceBlocks.layerNorm(x, get(name + ".weight"), get(name + ".bias"), EncoderConfig.EPSILON);
    }
}
