package helpsteer.reward;

import ai.djl.ndarray.NDManager;
import helpsteer.train.Objective;
import java.util.List;

/** An objective with given groups of rows instead of shuffled ones; all else is its own. */
record FixedBatches(Objective inner, List<List<Integer>> groups) implements Objective {
    /** Rows 0 to 15 in four groups of unequal size, so that a plain mean of means would be wrong. */
    static final List<List<Integer>> UNEQUAL =
            List.of(List.of(0), List.of(1, 2, 3, 4, 5), List.of(6, 7), List.of(8, 9, 10, 11, 12, 13, 14, 15));

    /** The same rows at once. */
    static final List<List<Integer>> TOGETHER =
            List.of(UNEQUAL.stream().flatMap(List::stream).toList());

    @Override
    public List<List<Integer>> epoch(int epoch) {
        return groups;
    }

    @Override
    public double backward(List<Integer> batch, double share, NDManager scope) {
        return inner.backward(batch, share, scope);
    }

    @Override
    public double weight(List<Integer> batch) {
        return inner.weight(batch);
    }

    @Override
    public double validationLoss() {
        return inner.validationLoss();
    }

    @Override
    public String describe(int row) {
        return inner.describe(row);
    }

    @Override
    public String dataHash() {
        return inner.dataHash();
    }
}
