package helpsteer.train;

import ai.djl.ndarray.NDManager;
import java.util.List;

/** Another objective with some of its answers changed: its weight, batches or tokens. */
public abstract class ChangedObjective implements Objective {
    protected final Objective inner;

    protected ChangedObjective(Objective inner) {
        this.inner = inner;
    }

    @Override
    public List<List<Integer>> epoch(int epoch) {
        return inner.epoch(epoch);
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
