package helpsteer.stats.agreement;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What several raters gave each item: one list of scores an item, of any length, raters unnamed.
 *
 * @param items the lists of scores, each score in 0..categories-1
 * @param categories number of categories, at least 2
 */
public record ScoreLists(List<List<Integer>> items, int categories) {
    public ScoreLists {
        if (categories < 2) {
            throw new IllegalArgumentException("categories must be at least 2, got " + categories);
        }
        items = items.stream().map(List::copyOf).toList();
        for (int i = 0; i < items.size(); i++) {
            for (int score : items.get(i)) {
                if (score < 0 || score >= categories) {
                    throw new IllegalArgumentException(
                            "items[" + i + "] must hold scores in 0.." + (categories - 1) + ", got " + score);
                }
            }
        }
        if (items.stream().noneMatch(ScoreLists::hasPair)) {
            throw new IllegalArgumentException(
                    "items must hold at least one item with two scores, got none among " + items.size());
        }
    }

    /** Number of items, those with fewer than two scores included. */
    public int size() {
        return items.size();
    }

    /** Number of items with at least two scores: only these say anything of agreement. */
    public int paired() {
        return (int) items.stream().filter(ScoreLists::hasPair).count();
    }

    int[] everyItem() {
        return IntStream.range(0, size()).toArray();
    }

    private static boolean hasPair(List<Integer> scores) {
        return scores.size() >= 2;
    }
}
