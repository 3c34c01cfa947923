package helpsteer.nn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Precision;
import helpsteer.nn.TorchScript;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Log-probabilities of given tokens, and losses of them, by the script {@code language_head.py}: scores of the whole
 * vocabulary exist for some tokens at a time only, in the backward pass too.
 */
public final class LmHead implements AutoCloseable {
    /** Scores at a time: 64 MiB in fp32. */
    private static final int SCORES = 1 << 24;

    private final TorchScript script;
    private final NDArray output;

    /**
     * The head of a decoder, whose output layer it reads.
     *
     * @param parent manager of the script
     * @throws IllegalStateException where the decoder has no output layer, as a sequence classifier
     */
    public LmHead(Decoder decoder, NDManager parent) {
        this(
                parent,
                decoder.output(),
                decoder.options().precision(),
                Math.max(1, SCORES / decoder.config().vocabulary()));
    }

    /** A head that scores so many tokens at a time. */
    LmHead(NDManager parent, NDArray output, Precision precision, int atATime) {
        this.output = output;
        script = TorchScript.load(
                parent, "language_head", Map.of("LOW", precision.low(), "HIGH", precision.high(), "CHUNK", atATime));
    }

    /**
     * Tokens that are asked for.
     *
     * @param rows the row of the hidden states from which each token is told, int64, shape (M)
     * @param ids the tokens' ids, int64, shape (M)
     */
    public record Targets(NDArray rows, NDArray ids) {}

    /**
     * The tokens' log-probabilities, without gradient.
     *
     * @param hidden last hidden states, shape (N, D)
     * @return shape (M), fp32
     */
    public NDArray logProbabilities(NDArray hidden, Targets targets) {
        return script.call("log_probs", hidden, targets.rows, targets.ids, output);
    }

    /**
     * The sum of factors times log-probabilities, with its gradient by the hidden states, and by the output layer where
     * that records one.
     *
     * @param factors shape (M)
     * @return a scalar
     */
    public NDArray weighted(NDArray hidden, Targets targets, NDArray factors) {
        return script.call("weighted", hidden, targets.rows, targets.ids, factors, output);
    }

    /**
     * Any loss of the log-probabilities, with its gradient; it takes the output layer twice where {@link #weighted} takes
     * it once.
     *
     * @param loss makes a scalar of (M)
     */
    public NDArray loss(NDArray hidden, Targets targets, UnaryOperator<NDArray> loss) {
        NDArray leaf = logProbabilities(hidden, targets);
        leaf.setRequiresGradient(true);
        NDArray value = loss.apply(leaf);
        NDArray factors = script.call("gradient", value, leaf);
        return script.call("valued", weighted(hidden, targets, factors), value);
    }

    @Override
    public void close() {
        script.close();
    }
}
