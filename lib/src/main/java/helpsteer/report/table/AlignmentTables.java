package helpsteer.report.table;

import helpsteer.align.eval.GenerationMetric;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.bench.AlignmentMetric;
import helpsteer.bench.AlignmentResult;
import helpsteer.bench.MtBenchScores;
import helpsteer.bench.TruthfulQaScores;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.stats.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tech.tablesaw.api.Table;

/** Tables of what aligned models are worth. */
public final class AlignmentTables {
    private AlignmentTables() {}

    private record Line(String title, Function<MtBenchScores, Object> number) {}

    /** The paper's Table 4 with its intervals. */
    public static Table paper() {
        return of("arXiv 2406.08673, Table 4, with 95 % intervals where it has them", AlignmentResult.paper());
    }

    /**
     * Results with their intervals, a row for each model and a column for each of the paper's metrics that any of them has.
     * Ours and the paper's may stand in one table as long as the group says whose they are.
     */
    public static Table of(String title, List<AlignmentResult> results) {
        List<AlignmentMetric> metrics = Arrays.stream(AlignmentMetric.values())
                .filter(metric -> results.stream().anyMatch(r -> r.by(metric).isPresent()))
                .toList();
        return TableBuilder.of(title, results)
                .column("group", AlignmentResult::group)
                .column("model", AlignmentResult::model)
                .columns(
                        metrics,
                        (table, metric) -> table.column(metric.title(), metric.decimals(), result -> result.by(metric)
                                .orElse(Estimate.of(Double.NaN))))
                .table();
    }

    /**
     * The paper's Table 4 with policies of ours below it: the lengths of their answers and, where it is known, TruthfulQA's MC2.
     *
     * @param group says whose they are
     * @param truths by the policy's name
     */
    public static Table besidePaper(
            String title, String group, List<ScoredGenerations> policies, Map<String, TruthfulQaScores> truths) {
        List<AlignmentResult> rows = new ArrayList<>(AlignmentResult.paper());
        for (ScoredGenerations policy : policies) {
            Map<AlignmentMetric, Estimate> measured = new EnumMap<>(AlignmentMetric.class);
            measured.put(AlignmentMetric.RESPONSE_CHARS, policy.mean(GenerationMetric.CHARS));
            TruthfulQaScores truth = truths.get(policy.policy());
            if (truth != null) {
                measured.put(AlignmentMetric.TRUTHFULQA_MC2, truth.mc2());
            }
            rows.add(new AlignmentResult(policy.policy(), group, measured));
        }
        return of(title, rows);
    }

    /** TruthfulQA's two scores, a row for each policy. */
    public static Table truthfulQa(String title, Map<String, TruthfulQaScores> policies) {
        return TableBuilder.of(title, policies.entrySet())
                .column("policy", Map.Entry::getKey)
                .column("MC1 [95 %]", 2, each -> each.getValue().mc1())
                .column("MC2 [95 %]", 3, each -> each.getValue().mc2())
                .table();
    }

    /** MT-Bench's means by category, first and second turn, all, and what could not be read; a column for each model. */
    public static Table mtBench(String title, List<OpenQuestion> questions, List<MtBenchScores> models) {
        Set<String> categories = new LinkedHashSet<>();
        questions.forEach(q -> categories.add(q.category()));
        List<Line> lines = new ArrayList<>();
        for (String category : categories) {
            lines.add(new Line(category, model -> model.categories(questions).getOrDefault(category, Double.NaN)));
        }
        lines.add(new Line("turn 1", model -> model.mean(1)));
        lines.add(new Line("turn 2", model -> model.mean(2)));
        lines.add(new Line("all", MtBenchScores::mean));
        // a count among means: as text, or it would get their decimals
        lines.add(new Line(
                "judgments without a grade",
                model -> Integer.toString(model.unparsed().size())));
        return TableBuilder.of(title, lines)
                .column("category", Line::title)
                .columns(
                        models,
                        (table, model) -> table.column(
                                model.model(), 2, line -> line.number().apply(model)))
                .table();
    }
}
