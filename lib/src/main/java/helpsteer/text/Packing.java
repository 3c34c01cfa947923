package helpsteer.text;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Several sequences in one row, so that hardly anything is padded.
 *
 * @param rows each position of the input exactly once
 * @param tokenBudget most tokens of a row; a longer sequence stands alone in its own
 * @param paddingShare tokens of the rows' budgets left empty over all, in [0, 1)
 */
public record Packing(List<List<Integer>> rows, int tokenBudget, double paddingShare) {
    /** Rows whose sequences are sorted together; more means less padding, less randomness. */
    private static final int WINDOW_ROWS = 32;

    public Packing {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * Packs one epoch's sequences: within windows of the shuffled order the longest first, each into the first row with
     * room for it (first-fit decreasing); the rows come in random order.
     *
     * @param lengths tokens of each sequence, at least 1
     * @param tokenBudget at least 1
     * @param random the epoch's own stream
     */
    public static Packing of(int[] lengths, int tokenBudget, RandomGenerator random) {
        List<List<Integer>> rows = new ArrayList<>();
        for (List<Integer> window : Batching.windows(lengths, (long) tokenBudget * WINDOW_ROWS, random)) {
            rows.addAll(fitted(window, lengths, tokenBudget));
        }
        Batching.shuffle(rows, random);
        long used = 0;
        long room = 0;
        for (List<Integer> row : rows) {
            long tokens = row.stream().mapToLong(p -> lengths[p]).sum();
            used += tokens;
            room += Math.max(tokens, tokenBudget);
        }
        return new Packing(rows, tokenBudget, room == 0 ? 0 : 1.0 - (double) used / room);
    }

    private static List<List<Integer>> fitted(List<Integer> longestFirst, int[] lengths, int tokenBudget) {
        List<List<Integer>> rows = new ArrayList<>();
        List<Integer> left = new ArrayList<>();
        for (int position : longestFirst) {
            int row = 0;
            while (row < rows.size() && left.get(row) < lengths[position]) {
                row++;
            }
            if (row == rows.size()) {
                rows.add(new ArrayList<>());
                left.add(tokenBudget);
            }
            rows.get(row).add(position);
            left.set(row, left.get(row) - lengths[position]);
        }
        return rows;
    }

    /** Which of a row's sequences each token belongs to, from 0; tokens of different ones must not see each other. */
    public int[] segments(int row, int[] lengths) {
        return perToken(row, lengths, true);
    }

    /** Each token's position within its own sequence, from 0. */
    public int[] positions(int row, int[] lengths) {
        return perToken(row, lengths, false);
    }

    private int[] perToken(int row, int[] lengths, boolean segment) {
        List<Integer> members = rows.get(row);
        int[] out = new int[members.stream().mapToInt(p -> lengths[p]).sum()];
        int at = 0;
        for (int i = 0; i < members.size(); i++) {
            for (int k = 0; k < lengths[members.get(i)]; k++) {
                out[at++] = segment ? i : k;
            }
        }
        return out;
    }
}
