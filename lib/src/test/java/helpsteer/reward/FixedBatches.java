package helpsteer.reward;

import helpsteer.train.ChangedObjective;
import helpsteer.train.Objective;
import java.util.List;

/** An objective with given groups of rows instead of shuffled ones; all else is its own. */
public final class FixedBatches extends ChangedObjective {
    /** Rows 0 to 15 in four groups of unequal size, so that a plain mean of means would be wrong. */
    public static final List<List<Integer>> UNEQUAL =
            List.of(List.of(0), List.of(1, 2, 3, 4, 5), List.of(6, 7), List.of(8, 9, 10, 11, 12, 13, 14, 15));

    /** The same rows at once. */
    public static final List<List<Integer>> TOGETHER =
            List.of(UNEQUAL.stream().flatMap(List::stream).toList());

    private final List<List<Integer>> groups;

    public FixedBatches(Objective inner, List<List<Integer>> groups) {
        super(inner);
        this.groups = groups;
    }

    @Override
    public List<List<Integer>> epoch(int epoch) {
        return groups;
    }
}
