package helpsteer.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a filter let through, and how many it dropped for each reason.
 *
 * @param items the items kept, in their order
 * @param dropped count by reason, empty where nothing was dropped
 */
public record Filtered<T>(List<T> items, Map<String, Integer> dropped) {
    public Filtered {
        items = List.copyOf(items);
        dropped = Map.copyOf(dropped);
    }

    /** The first items of a list, at most so many; those beyond count as dropped. */
    public static <T> Filtered<T> atMost(List<T> items, int most) {
        int over = items.size() - most;
        return over <= 0
                ? new Filtered<>(items, Map.of())
                : new Filtered<>(items.subList(0, most), Map.of("over the cap of " + most, over));
    }

    /** The kept items as something else. */
    public <R> Filtered<R> map(Function<? super T, ? extends R> function) {
        return new Filtered<>(items.stream().<R>map(function).toList(), dropped);
    }

    /** The kept items through another filter; what either dropped stays counted. */
    public <R> Filtered<R> then(Function<List<T>, Filtered<R>> filter) {
        Filtered<R> next = filter.apply(items);
        return new Filtered<>(next.items, Filtered.dropped(List.of(this, next)));
    }

    /** What several filters dropped, together. */
    public static Map<String, Integer> dropped(List<? extends Filtered<?>> filtered) {
        Map<String, Integer> out = new TreeMap<>();
        filtered.forEach(each -> each.dropped().forEach((reason, count) -> out.merge(reason, count, Integer::sum)));
        return out;
    }

    /** How many items were dropped, all reasons together. */
    public int droppedCount() {
        return dropped.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return "kept " + items.size() + ", dropped " + new TreeMap<>(dropped);
    }
}
