package helpsteer.report;

import helpsteer.bench.AlignmentMetric;
import helpsteer.bench.AlignmentResult;
import helpsteer.bench.AlignmentResult.Measured;
import helpsteer.bench.MtBenchScores;
import helpsteer.data.sets.OpenQuestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Tables of what aligned models are worth. */
public final class AlignmentTables {
    private static final String DASH = "–";

    private AlignmentTables() {}

    /** The paper's Table 4 with its intervals. */
    public static Table paper() {
        return of("arXiv 2406.08673, Table 4, with 95 % intervals where it has them", AlignmentResult.paper());
    }

    /**
     * Results with their intervals, a row for each model and a column for each of the paper's metrics that any of them has.
     * Ours and the paper's may stand in one table as long as the group says whose they are.
     */
    public static Table of(String title, List<AlignmentResult> results) {
        List<AlignmentMetric> metrics = new ArrayList<>();
        for (AlignmentMetric metric : AlignmentMetric.values()) {
            if (results.stream().anyMatch(r -> r.measured().containsKey(metric))) {
                metrics.add(metric);
            }
        }
        List<String> columns = new ArrayList<>(List.of("group", "model"));
        metrics.forEach(metric -> columns.add(metric.title()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AlignmentResult result : results) {
            List<@Nullable Object> row = Tables.row(result.group(), result.model());
            for (AlignmentMetric metric : metrics) {
                row.add(result.by(metric).map(m -> text(m, metric.decimals())).orElse(DASH));
            }
            rows.add(row);
        }
        return Tables.of(title, columns, rows);
    }

    private static String text(Measured measured, int decimals) {
        return measured.interval()
                .map(i -> Tables.interval(measured.value(), i, decimals))
                .orElseGet(() -> Tables.number(measured.value(), decimals));
    }

    /** MT-Bench's means by category, first and second turn, all, and what could not be read; a column for each model. */
    public static Table mtBench(String title, List<OpenQuestion> questions, List<MtBenchScores> models) {
        Set<String> categories = new LinkedHashSet<>();
        questions.forEach(q -> categories.add(q.category()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String category : categories) {
            List<@Nullable Object> row = Tables.row(category);
            for (MtBenchScores model : models) {
                Map<String, Double> means = model.categories(questions);
                row.add(means.containsKey(category) ? Tables.number(means.get(category), 2) : DASH);
            }
            rows.add(row);
        }
        for (int turn = 1; turn <= 2; turn++) {
            List<@Nullable Object> row = Tables.row("turn " + turn);
            for (MtBenchScores model : models) {
                row.add(Tables.number(model.mean(turn), 2));
            }
            rows.add(row);
        }
        List<@Nullable Object> all = Tables.row("all");
        List<@Nullable Object> unparsed = Tables.row("judgments without a grade");
        for (MtBenchScores model : models) {
            all.add(Tables.number(model.mean(), 2));
            unparsed.add(Integer.toString(model.unparsed().size()));
        }
        rows.add(all);
        rows.add(unparsed);
        List<String> columns = new ArrayList<>(List.of("category"));
        models.forEach(m -> columns.add(m.model()));
        return Tables.of(title, columns, rows);
    }
}
