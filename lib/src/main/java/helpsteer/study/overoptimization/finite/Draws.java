package helpsteer.study.overoptimization.finite;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws of indices by their probabilities. */
final class Draws {
    private final double[] cumulative;

    /** Of probabilities that add up to 1. */
    Draws(double[] probabilities) {
        cumulative = probabilities.clone();
        for (int i = 1; i < cumulative.length; i++) {
            cumulative[i] += cumulative[i - 1];
        }
    }

    /** An index. */
    int next(RandomGenerator random) {
        double wanted = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, wanted);
        int index = found >= 0 ? found + 1 : -found - 1; // the first whose sum exceeds what was drawn
        return Math.min(index, cumulative.length - 1);
    }
}
