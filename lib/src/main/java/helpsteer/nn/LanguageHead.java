package helpsteer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Log-probabilities of given tokens, and losses of them, by the script {@code language_head.py}: scores of the whole
 * vocabulary exist for some tokens at a time only, in the backward pass too.
 */
public final class LanguageHead implements AutoCloseable {
    /** Scores at a time: 64 MiB in fp32. */
    private static final int SCORES = 1 << 24;

    private final Script script;

    /**
     * Loads the script.
     *
     * @param vocabulary number of token ids V
     */
    public LanguageHead(NDManager parent, Precision precision, int vocabulary) {
        this(Script.load(parent, "language_head", constants(precision, Math.max(1, SCORES / vocabulary))));
    }

    private LanguageHead(Script script) {
        this.script = script;
    }

    /** A head with so many tokens at a time. */
    static LanguageHead chunked(NDManager parent, Precision precision, int tokens) {
        return new LanguageHead(Script.load(parent, "language_head", constants(precision, tokens)));
    }

    private static Map<String, Object> constants(Precision precision, int tokens) {
        return Map.of("LOW", precision.low(), "HIGH", precision.high(), "CHUNK", tokens);
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
     * @param output the output layer, shape (V, D)
     * @return shape (M), fp32
     */
    public NDArray logProbabilities(NDArray hidden, Targets targets, NDArray output) {
        return script.call("log_probs", hidden, targets.rows, targets.ids, output);
    }

    /**
     * The sum of factors times log-probabilities, with its gradient by the hidden states, and by the output layer where
     * that records one.
     *
     * @param factors shape (M)
     * @return a scalar
     */
    public NDArray weighted(NDArray hidden, Targets targets, NDArray factors, NDArray output) {
        return script.call("weighted", hidden, targets.rows, targets.ids, factors, output);
    }

    /**
     * Any loss of the log-probabilities, with its gradient; it takes the output layer twice where {@link #weighted} takes
     * it once.
     *
     * @param loss makes a scalar of (M)
     */
    public NDArray loss(NDArray hidden, Targets targets, NDArray output, UnaryOperator<NDArray> loss) {
        NDArray leaf = logProbabilities(hidden, targets, output);
        leaf.setRequiresGradient(true);
        NDArray value = loss.apply(leaf);
        NDArray factors = script.call("gradient", value, leaf);
        return script.call("valued", weighted(hidden, targets, factors, output), value);
    }

    @Override
    public void close() {
        script.close();
    }
}
