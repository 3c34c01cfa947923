package helpsteer.train;

import ai.djl.ndarray.NDManager;
import helpsteer.text.Batching;
import java.util.List;

/**
 * An objective whose rows are one or more texts each: batches of rows of nearly one length, computed in parts by a budget of
 * tokens, so that memory does not grow with the rows of a step.
 */
public abstract class BatchedObjective implements Objective {
    private final TrainingArgs args;
    private final int[] lengths;
    private final int tokensAtATime;

    /**
     * Prepares batches.
     *
     * @param lengths tokens of each text
     * @param tokensAtATime most tokens computed at a time with gradient; a larger batch is computed in parts whose gradients
     *     add up
     */
    protected BatchedObjective(TrainingArgs args, int[] lengths, int tokensAtATime) {
        this.args = args;
        this.lengths = lengths.clone();
        this.tokensAtATime = tokensAtATime;
    }

    /** What decides which rows share a batch: the tokens of each row. */
    protected abstract int[] costs();

    /** Positions of the texts that some rows have, in the order in which the loss sees them. */
    protected abstract List<Integer> texts(List<Integer> rows);

    protected final TrainingArgs args() {
        return args;
    }

    /** Most tokens computed at a time. */
    public int tokensAtATime() {
        return tokensAtATime;
    }

    @Override
    public final List<List<Integer>> epoch(int epoch) {
        return Batching.forTraining(costs(), args.batchRows(), args.seed().stream("shuffle", epoch))
                .groups();
    }

    @Override
    public final long tokens(List<Integer> batch) {
        return texts(batch).stream().mapToLong(i -> lengths[i]).sum();
    }

    /** Rows in groups that are small enough to be computed at once. */
    public final List<List<Integer>> parts(List<Integer> rows) {
        int[] costs = rows.stream().mapToInt(row -> (int) tokens(List.of(row))).toArray();
        return Batching.byTokens(costs, tokensAtATime()).groups().stream()
                .map(group -> group.stream().map(rows::get).toList())
                .toList();
    }

    /** A mean loss of rows that are computed at once; {@code share} times its gradient is added. */
    @FunctionalInterface
    protected interface AtOnce {
        double backward(List<Integer> rows, double share, NDManager scope);
    }

    /** The mean loss of a batch that is computed part by part, each weighing what its rows weigh. */
    protected final double backward(List<List<Integer>> parts, double share, NDManager scope, AtOnce loss) {
        double whole = weight(parts.stream().flatMap(List::stream).toList());
        double sum = 0;
        for (List<Integer> part : parts) {
            double ofBatch = weight(part) / whole;
            try (NDManager inner = scope.newSubManager()) {
                sum += ofBatch * loss.backward(part, share * ofBatch, inner);
            }
        }
        return sum;
    }
}
