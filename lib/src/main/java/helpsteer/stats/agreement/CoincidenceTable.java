package helpsteer.stats.agreement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often one score stands beside another within an item, kept item by item so that the table of any resample of the
 * items is one sum.
 */
final class CoincidenceTable {
    private final int categories;
    /** The cells that pairs fall in, item after item, as first score times categories plus second score. */
    private final int[] cells;

    /** Where each item's cells begin; one entry more than items. */
    private final int[] starts;

    private final double[] weights;

    /** Which pairs of an item count, and how much each. */
    interface Rule {
        /** Whether the scores at these positions of the item's list make a pair. */
        boolean counts(int first, int second);

        /** Weight of each pair of an item with this many scores, of which there are at least two. */
        double weight(int scores);
    }

    CoincidenceTable(ScoreLists lists, Rule rule) {
        categories = lists.categories();
        weights = new double[lists.size()];
        starts = new int[lists.size() + 1];
        List<Integer> found = new ArrayList<>();
        for (int item = 0; item < lists.size(); item++) {
            List<Integer> scores = lists.items().get(item);
            for (int i = 0; i < scores.size(); i++) {
                for (int j = 0; j < scores.size(); j++) {
                    if (i != j && rule.counts(i, j)) {
                        found.add(scores.get(i) * categories + scores.get(j));
                    }
                }
            }
            starts[item + 1] = found.size();
            weights[item] = starts[item] == found.size() ? 0 : rule.weight(scores.size());
        }
        cells = found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The table of these items, repetitions counted, shape (categories, categories). */
    double[][] of(int[] items) {
        double[] sums = new double[categories * categories];
        for (int item : items) {
            for (int i = starts[item]; i < starts[item + 1]; i++) {
                sums[cells[i]] += weights[item];
            }
        }
        double[][] table = new double[categories][];
        for (int row = 0; row < categories; row++) {
            table[row] = Arrays.copyOfRange(sums, row * categories, (row + 1) * categories);
        }
        return table;
    }
}
