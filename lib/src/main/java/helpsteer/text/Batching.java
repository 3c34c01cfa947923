package helpsteer.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Groups of positions whose texts have nearly one length, so that little is padded.
 *
 * @param groups each position of the input exactly once
 * @param paddingShare padded tokens over all tokens computed, in [0, 1)
 */
public record Batching(List<List<Integer>> groups, double paddingShare) {
    /** Batches that are sorted together before a training epoch is cut; more means less padding, less randomness. */
    private static final int WINDOW_BATCHES = 32;

    public Batching {
        groups = groups.stream().map(List::copyOf).toList();
    }

    /**
     * Groups by their size in tokens, for scoring and for the parts of a large batch: from the longest to the shortest, so
     * that memory that is too small shows at once.
     *
     * @param tokenBudget most tokens of a group, padding included; a longer text stands alone
     */
    public static Batching byTokens(int[] lengths, int tokenBudget) {
        if (tokenBudget < 1) {
            throw new IllegalArgumentException("tokenBudget must be at least 1, got " + tokenBudget);
        }
        List<Integer> order = sorted(lengths, IntStream.range(0, lengths.length).toArray());
        return of(filled(order, lengths, tokenBudget), lengths);
    }

    /**
     * Groups for one epoch of training: a fixed number of rows each (the last may be smaller), in random order.
     *
     * @param rows rows of a group, at least 1
     * @param random the epoch's own stream
     */
    public static Batching forTraining(int[] lengths, int rows, RandomGenerator random) {
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be at least 1, got " + rows);
        }
        int[] shuffled = shuffled(lengths.length, random);
        List<List<Integer>> groups = new ArrayList<>();
        for (int from = 0; from < shuffled.length; from += rows * WINDOW_BATCHES) {
            int to = Math.min(shuffled.length, from + rows * WINDOW_BATCHES);
            List<Integer> window = sorted(lengths, Arrays.copyOfRange(shuffled, from, to));
            for (int i = 0; i < window.size(); i += rows) {
                groups.add(window.subList(i, Math.min(window.size(), i + rows)));
            }
        }
        shuffle(groups, random);
        return of(groups, lengths);
    }

    private static void shuffle(List<List<Integer>> groups, RandomGenerator random) {
        for (int i = groups.size() - 1; i > 0; i--) {
            Collections.swap(groups, i, random.nextInt(i + 1));
        }
    }

    /** Groups of positions that come longest first, each as many as the budget holds. */
    private static List<List<Integer>> filled(Iterable<Integer> longestFirst, int[] lengths, int tokenBudget) {
        List<List<Integer>> groups = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int position : longestFirst) {
            if (!open.isEmpty() && (open.size() + 1L) * lengths[open.get(0)] > tokenBudget) {
                groups.add(open);
                open = new ArrayList<>();
            }
            open.add(position);
        }
        if (!open.isEmpty()) {
            groups.add(open);
        }
        return groups;
    }

    private static int[] shuffled(int count, RandomGenerator random) {
        int[] positions = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = positions[i];
            positions[i] = positions[j];
            positions[j] = swap;
        }
        return positions;
    }

    private static List<Integer> sorted(int[] lengths, int[] positions) {
        return Arrays.stream(positions)
                .boxed()
                .sorted(Comparator.comparingInt((Integer p) -> -lengths[p]))
                .toList();
    }

    private static Batching of(List<List<Integer>> groups, int[] lengths) {
        long real = 0;
        long computed = 0;
        for (List<Integer> group : groups) {
            int longest = group.stream().mapToInt(p -> lengths[p]).max().orElse(0);
            computed += (long) longest * group.size();
            real += group.stream().mapToLong(p -> lengths[p]).sum();
        }
        return new Batching(groups, computed == 0 ? 0 : 1.0 - (double) real / computed);
    }
}
