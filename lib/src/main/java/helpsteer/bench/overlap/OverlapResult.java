package helpsteer.bench.overlap;

import helpsteer.stats.Interval;
import helpsteer.stats.Wilson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much of each item of a benchmark stands word for word in a training set.
 *
 * @param items in the order of the benchmark
 * @param trainingTexts number of training texts that went through
 */
public record OverlapResult(List<ItemOverlap> items, long trainingTexts) {
    private static final double HALF = 0.5;

    /**
     * One item.
     *
     * @param ngrams number of its n-grams; 0 for a text of fewer words than an n-gram has, of which nothing can be said
     * @param found how many of them stand in a training text
     */
    public record ItemOverlap(String subset, String key, int ngrams, int found) {
        /** Share of its n-grams found; NaN for a text too short. */
        public double share() {
            return (double) found / ngrams;
        }
    }

    /**
     * The items of a subset together.
     *
     * @param items number that have n-grams; shares are of these
     * @param tooShort number that have none
     * @param any number with at least one n-gram found
     * @param half number with at least half of their n-grams found
     */
    public record Count(int items, int tooShort, int any, int half) {
        /** Share of items with any n-gram found; NaN where none is long enough. */
        public double anyShare() {
            return (double) any / items;
        }

        /** Share of items with at least half of their n-grams found; NaN where none is long enough. */
        public double halfShare() {
            return (double) half / items;
        }

        /** Wilson's interval of {@link #anyShare}; refuses no items. */
        public Interval anyInterval() {
            return Wilson.of(any, items);
        }
    }

    public OverlapResult {
        items = List.copyOf(items);
    }

    /** All items. */
    public Count total() {
        return count(items);
    }

    /** The items of each subset, in the order of the benchmark. */
    public Map<String, Count> subsets() {
        Map<String, List<ItemOverlap>> parts = new LinkedHashMap<>();
        items.forEach(
                i -> parts.computeIfAbsent(i.subset(), s -> new ArrayList<>()).add(i));
        Map<String, Count> out = new LinkedHashMap<>();
        parts.forEach((subset, own) -> out.put(subset, count(own)));
        return out;
    }

    private static Count count(List<ItemOverlap> some) {
        int tooShort = (int) some.stream().filter(i -> i.ngrams() == 0).count();
        int any = (int) some.stream().filter(i -> i.found() > 0).count();
        int half = (int)
                some.stream().filter(i -> i.ngrams() > 0 && i.share() >= HALF).count();
        return new Count(some.size() - tooShort, tooShort, any, half);
    }

    @Override
    public String toString() {
        Count all = total();
        return String.format(
                Locale.ROOT,
                "%d training texts; of %d items %d share an %d-gram and %d half of theirs; %d too short to tell",
                trainingTexts,
                all.items(),
                all.any(),
                NgramOverlap.N,
                all.half(),
                all.tooShort());
    }
}
