package helpsteer.train;

import ai.djl.ndarray.NDManager;
import helpsteer.nn.Gradients;
import helpsteer.nn.Precision;
import helpsteer.train.metrics.EvalResult;
import helpsteer.train.metrics.ModelFlops;
import helpsteer.train.metrics.StepStats;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a run makes smaller.
 *
 * <p>Rows are known by their position in the training set, so that the loop can shuffle and name them. Apart from the
 * parameters an objective is a function of its arguments, so that a run can go on from a checkpoint.
 */
public interface Objective {
    /**
     * The batches of one epoch, in order; the same epoch gives the same batches.
     *
     * @return positions of rows, each batch at least one; batches may differ in size
     */
    List<List<Integer>> epoch(int epoch);

    /**
     * The mean loss of a batch with dropout on; adds {@code share} times its gradient to the parameters' gradients, where
     * it stays until the optimiser's step. {@link Gradients#of} does it for a loss that is one graph; a model that
     * computes its layers twice to save memory goes back layer by layer.
     *
     * @param share the batch's part of the step, in (0, 1]
     * @param scope receives every tensor made on the way
     * @return the mean loss, not multiplied by {@code share}
     */
    double backward(List<Integer> batch, double share, NDManager scope);

    /** What the batch's mean is a mean over, above 0, so that accumulated batches weigh as one large batch. */
    double weight(List<Integer> batch);

    /** The mean loss over the validation set, dropout off. */
    double validationLoss();

    /** The same loss with whatever else is worth watching, such as how often the better response scores higher. */
    default EvalResult evaluate() {
        return EvalResult.of(validationLoss());
    }

    /** A name for a row in messages, such as {@code "train row 17"}. */
    String describe(int row);

    /** A hash over the rows of both sets, their order and their batches, which tells a checkpoint whose it is. */
    String dataHash();

    /** How much of its texts is read, in words, and what was left out because of that; empty where nothing is to say. */
    default String truncation() {
        return "";
    }

    /** Real tokens of a batch; 0 where the objective does not read tokens. */
    default long tokens(List<Integer> batch) {
        return 0;
    }

    /** Positions of a batch that are computed and hold padding. */
    default long paddedTokens(List<Integer> batch) {
        return 0;
    }

    /** Floating-point operations that training takes for a real token of a batch ({@link ModelFlops}), where known. */
    default OptionalDouble flopsPerToken(List<Integer> batch) {
        return OptionalDouble.empty();
    }

    /** The type in which the model's matrix products are computed. */
    default Precision precision() {
        return Precision.FLOAT32;
    }

    /**
     * Counts what a step computed.
     *
     * @param batches the step's batches
     * @param seconds the step's time
     */
    default StepStats stats(List<List<Integer>> batches, double seconds) {
        long tokens = 0;
        long padded = 0;
        double flops = 0;
        for (List<Integer> batch : batches) {
            long real = tokens(batch);
            tokens += real;
            padded += paddedTokens(batch);
            flops += real * flopsPerToken(batch).orElse(0);
        }
        return new StepStats(tokens, padded, flops, seconds);
    }
}
