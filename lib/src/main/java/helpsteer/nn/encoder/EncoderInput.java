package helpsteer.nn.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.text.EncodedPair;
import java.util.List;

/**
 * A batch of encoded exchanges as tensors, padded on the right to the longest.
 *
 * @param ids token ids, int64, shape (B, T); 0 at padding
 * @param types 0 for prompt tokens, 1 for response tokens, int64, shape (B, T)
 * @param keep 1 for real tokens, 0 for padding, float, shape (B, T)
 */
public record EncoderInput(NDArray ids, NDArray types, NDArray keep) {

    /** Tensors in the given scope. */
    public static EncoderInput of(List<EncodedPair> rows, NDManager scope) {
        int longest = rows.stream().mapToInt(EncodedPair::length).max().orElseThrow();
        long[] ids = new long[rows.size() * longest];
        long[] types = new long[ids.length];
        float[] keep = new float[ids.length];
        for (int r = 0; r < rows.size(); r++) {
            EncodedPair row = rows.get(r);
            for (int t = 0; t < row.length(); t++) {
                ids[r * longest + t] = row.id(t);
                types[r * longest + t] = row.type(t);
                keep[r * longest + t] = 1;
            }
        }
        Shape shape = new Shape(rows.size(), longest);
        return new EncoderInput(scope.create(ids, shape), scope.create(types, shape), scope.create(keep, shape));
    }
}
