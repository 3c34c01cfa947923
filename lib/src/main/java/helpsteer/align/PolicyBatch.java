package helpsteer.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import helpsteer.nn.decoder.DecoderInput;
import helpsteer.nn.decoder.LmHead;
import helpsteer.nn.decoder.LmHead.Targets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Texts of a policy that are computed at once.
 *
 * @param input the tokens of all texts, N
 * @param targets the tokens asked for, M, in the order of the texts
 * @param owners the text that each token asked for belongs to, int64, shape (M)
 * @param zeros one a text, shape (B)
 * @param head gives log-probabilities
 */
public record PolicyBatch(DecoderInput input, Targets targets, NDArray owners, NDArray zeros, LmHead head) {

    /** A scalar of the last hidden states. */
    public interface Loss {
        NDArray of(NDArray hidden, PolicyBatch batch);
    }

    static PolicyBatch of(List<PolicyText> texts, LmHead head, NDManager scope) {
        int count = texts.stream().mapToInt(PolicyText::askedCount).sum();
        long[] rows = new long[count];
        long[] ids = new long[count];
        long[] owners = new long[count];
        int at = 0;
        long start = 0;
        for (int i = 0; i < texts.size(); i++) {
            int[] tokens = texts.get(i).ids();
            for (int position : texts.get(i).asked()) {
                rows[at] = start + position - 1; // the state before a token tells it
                ids[at] = tokens[position];
                owners[at++] = i;
            }
            start += tokens.length;
        }
        return new PolicyBatch(
                DecoderInput.of(texts.stream().map(PolicyText::ids).toList(), scope),
                new Targets(scope.create(rows), scope.create(ids)),
                scope.create(owners),
                scope.zeros(new Shape(texts.size()), DataType.FLOAT32),
                head);
    }

    /** A loss of the log-probabilities (M). */
    public NDArray loss(NDArray hidden, UnaryOperator<NDArray> loss) {
        return head.loss(hidden, targets, loss);
    }

    /** The sum of factors (M) times log-probabilities. */
    NDArray weighted(NDArray hidden, NDArray factors) {
        return head.weighted(hidden, targets, factors);
    }

    /** Numbers of the texts' tokens asked for, end to end (M). */
    public static NDArray joined(List<double[]> numbers, NDManager scope) {
        float[] out = new float[numbers.stream().mapToInt(n -> n.length).sum()];
        int at = 0;
        for (double[] some : numbers) {
            for (double number : some) {
                out[at++] = (float) number;
            }
        }
        return scope.create(out);
    }
}
