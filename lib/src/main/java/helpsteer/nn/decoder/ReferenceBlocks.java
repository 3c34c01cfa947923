package helpsteer.nn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.nn.encoder.Encoder;

/**
 * The blocks of a transformer in plain array operations, one sequence at a time: to be read, and to check the scripts by.
 *
 * <p>Nothing here is fused or saves memory; models run by {@link Decoder} and {@link Encoder}. Shapes: T tokens, D width,
 * C width of a head, F inner width.
 */
public final class ReferenceBlocks {
    private ReferenceBlocks() {}

    /** {@code x W^T}: x (..., in) and w (out, in) give (..., out). */
    public static NDArray linear(NDArray x, NDArray w) {
        return x.matMul(w.transpose());
    }

    /** Each row centred, divided by its standard deviation, scaled and shifted (Ba et al. 2016); x (..., D). */
    public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        NDArray centred = x.sub(x.mean(new int[] {-1}, true));
        NDArray variance = centred.square().mean(new int[] {-1}, true);
        return centred.div(variance.add(epsilon).sqrt()).mul(weight).add(bias);
    }

    /** Each row divided by its root mean square and scaled (Zhang and Sennrich 2019); x (..., D). */
    public static NDArray rmsNorm(NDArray x, NDArray weight, double epsilon) {
        NDArray meanSquare = x.square().mean(new int[] {-1}, true);
        return x.div(meanSquare.add(epsilon).sqrt()).mul(weight);
    }

    /** {@code x} times the normal distribution's share below x (Hendrycks and Gimpel 2016). */
    public static NDArray gelu(NDArray x) {
        return x.mul(x.div(Math.sqrt(2)).erf().add(1)).mul(0.5);
    }

    /** {@code x sigmoid(x)}, also known as Swish. */
    public static NDArray silu(NDArray x) {
        return x.div(x.neg().exp().add(1));
    }

    /** {@code (silu(x G^T) * x U^T) D^T} (Shazeer 2020): x (T, D), gate and up (F, D), down (D, F) give (T, D). */
    public static NDArray swiGlu(NDArray x, NDArray gate, NDArray up, NDArray down) {
        return linear(silu(linear(x, gate)).mul(linear(x, up)), down);
    }

    /** One head's columns: x (T, heads * C) gives (T, C). */
    public static NDArray head(NDArray x, int index, int width) {
        return x.get(":, " + index * width + ":" + (index + 1) * width);
    }

    /**
     * Each pair (i, i + C/2) of a head turned by its position's angle (Su et al. 2021).
     *
     * @param x one head, (T, C)
     * @param angles cosines and sines of the first positions, (2, at least T, C), as {@link #angles} gives them
     */
    public static NDArray rotate(NDArray x, NDArray angles) {
        long tokens = x.getShape().get(0);
        long half = x.getShape().get(1) / 2;
        NDArray turned = x.get(":, " + half + ":").neg().concat(x.get(":, :" + half), 1);
        NDArray cosines = angles.get("0, :" + tokens);
        NDArray sines = angles.get("1, :" + tokens);
        return x.mul(cosines).add(turned.mul(sines));
    }

    /** Cosines and sines of the positions 0 to {@code positions - 1}, (2, positions, C). */
    public static NDArray angles(Rope rope, int positions, NDManager scope) {
        return scope.create(rope.table(positions), new Shape(2, positions, rope.width()));
    }

    /**
     * How much each token looks at each: a softmax over {@code q k^T / sqrt(C)} (Vaswani et al. 2017).
     *
     * @param q queries of one head, (T, C)
     * @param k keys of one head, (T, C)
     * @param causal whether a token sees only itself and those before it
     * @return (T, T), each row adding up to 1
     */
    public static NDArray attentionWeights(NDArray q, NDArray k, boolean causal) {
        NDArray logits =
                q.matMul(k.transpose()).div(Math.sqrt((double) q.getShape().get(1)));
        return (causal ? logits.add(future(q.getManager(), q.getShape().get(0))) : logits).softmax(-1);
    }

    /** 0 where a token may look, far below any logit where it may not; (T, T). */
    private static NDArray future(NDManager scope, long tokens) {
        float[] mask = new float[Math.toIntExact(tokens * tokens)];
        for (int row = 0; row < tokens; row++) {
            for (int column = row + 1; column < tokens; column++) {
                mask[Math.toIntExact(row * tokens + column)] = -1e30f;
            }
        }
        return scope.create(mask, new Shape(tokens, tokens));
    }
}
