package helpsteer.report.table;

import helpsteer.bench.overlap.NearestNeighbours.Neighbour;
import helpsteer.bench.overlap.NgramOverlap;
import helpsteer.bench.overlap.OverlapResult;
import helpsteer.bench.overlap.OverlapResult.Count;
import helpsteer.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/** Tables of how much of a benchmark stands in a training set. */
public final class OverlapTables {
    private OverlapTables() {}

    private record Counted(String name, Count count) {}

    /** Each subset's items with any n-gram found, and with half of theirs; all together last. */
    public static Table subsets(String title, OverlapResult result) {
        List<Counted> rows = new ArrayList<>();
        result.subsets().forEach((subset, count) -> rows.add(new Counted(subset, count)));
        rows.add(new Counted("all", result.total()));
        return table(title, "subset", rows);
    }

    /** Several checks beside each other, each over all items. */
    public static Table checks(String title, Map<String, OverlapResult> checks) {
        List<Counted> rows = new ArrayList<>();
        checks.forEach((name, result) -> rows.add(new Counted(name, result.total())));
        return table(title, "check", rows);
    }

    private static Table table(String title, String first, List<Counted> rows) {
        return TableBuilder.of(title, rows)
                .column(first, Counted::name)
                .column("items", row -> row.count().items())
                .column("too short", row -> row.count().tooShort())
                .column("with a shared " + NgramOverlap.N + "-gram", row -> row.count()
                        .any())
                .column("share [95 %]", row -> share(row.count()))
                .column("with half or more", row -> row.count().half())
                .table();
    }

    private static Estimate share(Count count) {
        return count.items() == 0 ? Estimate.of(Double.NaN) : Estimate.of(count.anyShare(), count.anyInterval());
    }

    /**
     * The nearest training rows, nearest first.
     *
     * @param items names of the benchmark's items
     * @param training names of the training rows
     */
    public static Table neighbours(
            String title, List<Neighbour> neighbours, List<String> items, List<String> training) {
        List<Neighbour> nearest = neighbours.stream()
                .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
                .toList();
        return TableBuilder.of(title, nearest)
                .column("item", near -> items.get(near.item()))
                .column("nearest training row", near -> training.get(near.training()))
                .column("cosine", 3, Neighbour::cosine)
                .table();
    }
}
