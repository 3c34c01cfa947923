package helpsteer.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** How many items were dropped, all reasons together. */
    public int droppedCount() {
        return dropped.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return "kept " + items.size() + ", dropped " + new TreeMap<>(dropped);
    }
}
