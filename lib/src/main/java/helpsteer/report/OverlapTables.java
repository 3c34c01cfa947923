package helpsteer.report;

import helpsteer.bench.overlap.NearestNeighbours.Neighbour;
import helpsteer.bench.overlap.NgramOverlap;
import helpsteer.bench.overlap.OverlapResult;
import helpsteer.bench.overlap.OverlapResult.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Tables of how much of a benchmark stands in a training set. */
public final class OverlapTables {
    private OverlapTables() {}

    /** Each subset's items with any n-gram found, and with half of theirs; all together last. */
    public static Table subsets(String title, OverlapResult result) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        result.subsets().forEach((subset, count) -> rows.add(row(subset, count)));
        rows.add(row("all", result.total()));
        return Tables.of(title, columns("subset"), rows);
    }

    /** Several checks beside each other, each over all items. */
    public static Table checks(String title, Map<String, OverlapResult> checks) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        checks.forEach((name, result) -> rows.add(row(name, result.total())));
        return Tables.of(title, columns("check"), rows);
    }

    private static List<String> columns(String first) {
        return List.of(
                first,
                "items",
                "too short",
                "with a shared " + NgramOverlap.N + "-gram",
                "share [95 %]",
                "with half or more");
    }

    private static List<@Nullable Object> row(String name, Count count) {
        String share = count.items() == 0 ? "–" : Tables.interval(count.anyShare(), count.anyInterval());
        return Tables.row(name, count.items(), count.tooShort(), count.any(), share, count.half());
    }

    /**
     * The nearest training rows, nearest first.
     *
     * @param items names of the benchmark's items
     * @param training names of the training rows
     */
    public static Table neighbours(
            String title, List<Neighbour> neighbours, List<String> items, List<String> training) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        neighbours.stream()
                .sorted((a, b) -> Double.compare(b.cosine(), a.cosine()))
                .forEach(n -> rows.add(Tables.row(items.get(n.item()), training.get(n.training()), n.cosine())));
        Table table = Tables.of(title, List.of("item", "nearest training row", "cosine"), rows);
        return rows.isEmpty() ? table : Tables.decimals(table, 3, "cosine");
    }
}
