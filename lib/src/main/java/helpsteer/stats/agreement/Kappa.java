package helpsteer.stats.agreement;

import helpsteer.stats.Bootstrap;
import helpsteer.stats.Values;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Cohen's kappa: agreement of two raters beyond what their habits alone would give.
 *
 * @param value 1 for perfect agreement, 0 for chance, below 0 for less than chance; NaN where every score is in one
 *     category, since chance then agrees as fully as the raters
 * @param weights how much a disagreement counts
 * @param items number of items with at least one pair of scores
 * @param skipped number of items without one, which do not count
 */
public record Kappa(double value, Weights weights, int items, int skipped) {
    /** How much a disagreement of two categories counts. */
    public enum Weights {
        /** Every disagreement alike. */
        UNWEIGHTED {
            @Override
            double of(int distance) {
                return distance == 0 ? 0 : 1;
            }
        },
        /** By the distance of the categories. */
        LINEAR {
            @Override
            double of(int distance) {
                return distance;
            }
        },
        /** By the square of the distance: the paper's choice (Table 1). */
        QUADRATIC {
            @Override
            double of(int distance) {
                return distance * distance;
            }
        };

        abstract double of(int distance);
    }

    /**
     * How the scores of unnamed raters become the two columns that kappa compares. The paper does not say which it took;
     * {@link #ALL_PAIRS_BOTH_ORDERS} is the natural reading, since it does not depend on the order of the list.
     */
    public enum Pooling implements CoincidenceTable.Rule {
        /** Every two scores of an item, in both orders; an item with five scores brings 20 pairs, one with three 6. */
        ALL_PAIRS_BOTH_ORDERS,
        /** Every two scores of an item, the one that stands earlier in the list first. */
        ALL_PAIRS_ONE_ORDER {
            @Override
            public boolean counts(int first, int second) {
                return first < second;
            }
        },
        /** As {@link #ALL_PAIRS_BOTH_ORDERS}, but the pairs of an item share one weight, however many scores it has. */
        EACH_ITEM_ONCE {
            @Override
            public double weight(int scores) {
                return 1.0 / (scores * (scores - 1));
            }
        },
        /** The first two scores of each list alone. */
        FIRST_TWO {
            @Override
            public boolean counts(int first, int second) {
                return first == 0 && second == 1;
            }
        };

        @Override
        public boolean counts(int first, int second) {
            return true;
        }

        @Override
        public double weight(int scores) {
            return 1;
        }
    }

    /**
     * Kappa of two raters who scored the same items.
     *
     * @param a first rater's categories, each in 0..categories-1
     * @param b second rater's, of the same length
     */
    public static Kappa of(int[] a, int[] b, int categories, Weights weights) {
        Values.checkOneLength("a", a.length, "b", b.length);
        if (a.length == 0) {
            throw new IllegalArgumentException("a must hold at least 1 value, got 0");
        }
        if (categories < 2) {
            throw new IllegalArgumentException("categories must be at least 2, got " + categories);
        }
        double[][] table = new double[categories][categories];
        for (int i = 0; i < a.length; i++) {
            checkCategory("a", i, a[i], categories);
            checkCategory("b", i, b[i], categories);
            table[a[i]][b[i]]++;
        }
        return new Kappa(value(table, weights), weights, a.length, 0);
    }

    /** Kappa of unnamed raters, whose scores are pooled into pairs (paper, Table 1). */
    public static Kappa pooled(ScoreLists lists, Weights weights, Pooling pooling) {
        double value = statistic(lists, weights, pooling).applyAsDouble(lists.everyItem());
        return new Kappa(value, weights, lists.paired(), lists.size() - lists.paired());
    }

    /**
     * Pooled kappa as a function of the items taken, for {@link Bootstrap}: items are resampled whole, since the scores
     * of one item are not independent. Limit: of 37 items with a kappa of 0.428 the percentile
     * interval at 95 % covered 89 % in 400 simulated samples, of 100 and more items 93 to 97 %.
     */
    public static ToDoubleFunction<int[]> statistic(ScoreLists lists, Weights weights, Pooling pooling) {
        var table = new CoincidenceTable(lists, pooling);
        return items -> value(table.of(items), weights);
    }

    private static double value(double[][] table, Weights weights) {
        int categories = table.length;
        double[] first = new double[categories];
        double[] second = new double[categories];
        double total = 0;
        double observed = 0;
        for (int i = 0; i < categories; i++) {
            for (int j = 0; j < categories; j++) {
                first[i] += table[i][j];
                second[j] += table[i][j];
                total += table[i][j];
                observed += table[i][j] * weights.of(Math.abs(i - j));
            }
        }
        double expected = 0;
        for (int i = 0; i < categories; i++) {
            for (int j = 0; j < categories; j++) {
                expected += first[i] * second[j] / total * weights.of(Math.abs(i - j));
            }
        }
        return 1 - observed / expected; // 0 / 0 is NaN where all is one category
    }

    private static void checkCategory(String name, int position, int category, int categories) {
        if (category < 0 || category >= categories) {
            throw new IllegalArgumentException(
                    name + "[" + position + "] must be in 0.." + (categories - 1) + ", got " + category);
        }
    }

    @Override
    public String toString() {
        String without = skipped == 0 ? "" : ", " + skipped + " without a pair left out";
        return String.format(
                Locale.ROOT,
                "kappa (%s) = %.4f, %d items%s",
                weights.name().toLowerCase(Locale.ROOT),
                value,
                items,
                without);
    }
}
