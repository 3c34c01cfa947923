package helpsteer.stats.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CoincidenceTableTest {
    /** Every ordered pair of different raters, each score counted once: Krippendorff's coincidences. */
    private static final CoincidenceTable.Rule ORDERED = new CoincidenceTable.Rule() {
        @Override
        public boolean counts(int first, int second) {
            return true;
        }

        @Override
        public double weight(int scores) {
            return 1.0 / (scores - 1);
        }
    };

    /** Neighbours in the list alone, the first as row. */
    private static final CoincidenceTable.Rule NEIGHBOURS = new CoincidenceTable.Rule() {
        @Override
        public boolean counts(int first, int second) {
            return second == first + 1;
        }

        @Override
        public double weight(int scores) {
            return scores;
        }
    };

    private static int[] everyItem(ScoreLists lists) {
        return lists.everyItem();
    }

    /**
     * The reliability data of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section B: nominal data, two
     * observers, ten units, of which the printed matrix of coincidences is 10, 4, 4, 2.
     */
    @Test
    void of_krippendorffsBinaryData_isHisTable() {
        int[] first = {0, 1, 0, 0, 0, 0, 0, 0, 1, 0};
        int[] second = {1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
        List<List<Integer>> items = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            items.add(List.of(first[i], second[i]));
        }
        ScoreLists lists = new ScoreLists(items, 2);
        assertThat(new CoincidenceTable(lists, ORDERED).of(everyItem(lists)))
                .isDeepEqualTo(new double[][] {{10, 4}, {4, 2}});
        assertThat(Alpha.of(lists, Alpha.Metric.NOMINAL).value()).isCloseTo(0.095, within(5e-4));
    }

    /** The same sums item by item, pair by pair, into a square at once. */
    @Test
    void of_randomListsAndResamples_equalsThePlainCount() {
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int categories = random.nextInt(2, 6);
            List<List<Integer>> items = new ArrayList<>(List.of(List.of(0, 1)));
            for (int i = random.nextInt(8); i > 0; i--) {
                items.add(random.ints(random.nextInt(5), 0, categories).boxed().toList());
            }
            ScoreLists lists = new ScoreLists(items, categories);
            int[] drawn = random.ints(random.nextInt(12), 0, items.size()).toArray();
            for (CoincidenceTable.Rule rule : List.of(ORDERED, NEIGHBOURS)) {
                double[][] expected = new double[categories][categories];
                for (int item : drawn) {
                    List<Integer> scores = items.get(item);
                    for (int a = 0; a < scores.size(); a++) {
                        for (int b = 0; b < scores.size(); b++) {
                            if (a != b && rule.counts(a, b)) {
                                expected[scores.get(a)][scores.get(b)] += rule.weight(scores.size());
                            }
                        }
                    }
                }
                double[][] found = new CoincidenceTable(lists, rule).of(drawn);
                assertThat(found).hasDimensions(categories, categories);
                for (int row = 0; row < categories; row++) {
                    assertThat(found[row]).as("seed " + seed).containsExactly(expected[row], within(1e-9));
                }
            }
        }
    }

    /** Krippendorff's coincidences add up to the number of scores that can be paired. */
    @Test
    void of_everyItemOnce_sumsToTheScoresOfItemsWithAPair() {
        ScoreLists lists = new ScoreLists(List.of(List.of(0, 1, 2), List.of(1), List.of(), List.of(2, 2)), 3);
        double sum = 0;
        for (double[] row : new CoincidenceTable(lists, ORDERED).of(everyItem(lists))) {
            for (double cell : row) {
                sum += cell;
            }
        }
        assertThat(sum).isCloseTo(5, within(1e-12));
    }

    @Test
    void of_noItemOrItemsWithoutPairs_isAllZero() {
        ScoreLists lists = new ScoreLists(List.of(List.of(0, 1), List.of(1), List.of()), 2);
        CoincidenceTable table = new CoincidenceTable(lists, ORDERED);
        assertThat(table.of(new int[0])).isDeepEqualTo(new double[2][2]);
        assertThat(table.of(new int[] {1, 2, 1})).isDeepEqualTo(new double[2][2]);
    }
}
