package helpsteer.stats.agreement;

import helpsteer.stats.Bootstrap;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Krippendorff's alpha: one minus observed over expected disagreement, for any number of raters and any gaps.
 *
 * @param value 1 for perfect agreement, 0 for chance; NaN where every score is in one category
 * @param metric how far two categories are apart
 * @param items number of items with at least two scores
 * @param skipped number of items with fewer, which do not count
 */
public record Alpha(double value, Metric metric, int items, int skipped) {
    /** How far two categories are apart. */
    public enum Metric {
        /** Same or not. */
        NOMINAL,
        /** By the number of scores that lie between: ranks, whatever the categories are called. */
        ORDINAL,
        /** By the difference of the categories. */
        INTERVAL;

        /** Squared distance of two categories, of which {@code low} is the lower; counts are of scores a category. */
        private double squared(int low, int high, double[] counts) {
            return switch (this) {
                case NOMINAL -> low == high ? 0 : 1;
                case INTERVAL -> (high - low) * (high - low);
                case ORDINAL -> {
                    double between = -(counts[low] + counts[high]) / 2;
                    for (int category = low; category <= high; category++) {
                        between += counts[category];
                    }
                    yield between * between;
                }
            };
        }
    }

    /** Every two scores of an item in both orders, so weighted that each score counts once. */
    private static final CoincidenceTable.Rule EACH_SCORE_ONCE = new CoincidenceTable.Rule() {
        @Override
        public boolean counts(int first, int second) {
            return true;
        }

        @Override
        public double weight(int scores) {
            return 1.0 / (scores - 1);
        }
    };

    /** Alpha of all items; those with fewer than two scores are left out and counted. */
    public static Alpha of(ScoreLists lists, Metric metric) {
        double value = statistic(lists, metric).applyAsDouble(lists.everyItem());
        return new Alpha(value, metric, lists.paired(), lists.size() - lists.paired());
    }

    /** Alpha as a function of the items taken, for {@link Bootstrap}. */
    public static ToDoubleFunction<int[]> statistic(ScoreLists lists, Metric metric) {
        var table = new CoincidenceTable(lists, EACH_SCORE_ONCE);
        return items -> value(table.of(items), metric);
    }

    private static double value(double[][] coincidences, Metric metric) {
        int categories = coincidences.length;
        double[] counts = new double[categories];
        double total = 0;
        for (int i = 0; i < categories; i++) {
            for (int j = 0; j < categories; j++) {
                counts[i] += coincidences[i][j];
            }
            total += counts[i];
        }
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < categories; i++) {
            for (int j = i + 1; j < categories; j++) {
                double distance = metric.squared(i, j, counts);
                observed += coincidences[i][j] * distance;
                expected += counts[i] * counts[j] * distance;
            }
        }
        return 1 - (total - 1) * observed / expected; // 0 / 0 is NaN where all is one category
    }

    @Override
    public String toString() {
        String without = skipped == 0 ? "" : ", " + skipped + " without a pair left out";
        return String.format(
                Locale.ROOT,
                "alpha (%s) = %.4f, %d items%s",
                metric.name().toLowerCase(Locale.ROOT),
                value,
                items,
                without);
    }
}
