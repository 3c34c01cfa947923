package helpsteer.reward.frozen;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The penalties that a regularised fit tries, and the rows of a fold. */
public final class RegularizationPath {
    /** From the strongest to the weakest, so that each fit starts near its end. */
    private static final double[] TRIED = {1e5, 3e4, 1e4, 3e3, 1e3, 300, 100, 30, 10, 3, 1, 0.3, 0.1};

    private RegularizationPath() {}

    /** All of them. */
    public static double[] tried() {
        return TRIED.clone();
    }

    /** Refuses one that is not above 0. */
    public static void check(double penalty) {
        if (!(penalty > 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty must be above 0 and finite, got " + penalty);
        }
    }

    /** Checks the fold of each row and counts the folds. */
    public static int folds(int[] folds, int rows) {
        if (folds.length != rows) {
            throw new IllegalArgumentException("folds must name one of each row, got " + folds.length + " for " + rows);
        }
        int count = Arrays.stream(folds).max().orElse(-1) + 1;
        for (int fold = 0; fold < Math.max(2, count); fold++) {
            if (rows(folds, is(fold)).length == 0) {
                throw new IllegalArgumentException(
                        "folds must be at least 2 and none empty, got none of number " + fold);
            }
        }
        return count;
    }

    /** The places whose fold is wanted. */
    public static int[] rows(int[] folds, IntPredicate wanted) {
        return IntStream.range(0, folds.length)
                .filter(i -> wanted.test(folds[i]))
                .toArray();
    }

    /** Whether a fold is this one. */
    public static IntPredicate is(int fold) {
        return f -> f == fold;
    }

    /** The place of the smallest sum; of equal ones the strongest penalty's. */
    public static int best(double[] sums) {
        int best = 0;
        for (int i = 1; i < sums.length; i++) {
            best = sums[i] < sums[best] ? i : best;
        }
        return best;
    }
}
