package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.align.eval.GenerationMetric;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.bench.AlignmentMetric;
import helpsteer.bench.AlignmentResult;
import helpsteer.bench.MtBenchScores;
import helpsteer.bench.MtBenchScores.Grade;
import helpsteer.bench.TruthfulQaScores;
import helpsteer.data.Prompt;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.generate.Completion;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.reward.AttributeScores;
import helpsteer.stats.Estimate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class AlignmentTablesTest {
    @Test
    void paper_isTableFour() {
        Table table = AlignmentTables.paper();
        assertThat(ShownTable.columns(table))
                .containsExactly(
                        "group",
                        "model",
                        "MT Bench",
                        "mean response chars",
                        "TruthfulQA MC2",
                        "AlpacaEval 2.0 LC (%)",
                        "Arena Hard (%)");
        assertThat(table.rowCount()).isEqualTo(11);
        assertThat(ShownTable.cell(table, 0, "MT Bench")).isEqualTo("8.12");
        assertThat(ShownTable.cell(table, 0, "Arena Hard (%)")).isEqualTo("37.9 [35.1, 40.3]");
        assertThat(ShownTable.cell(table, 0, "AlpacaEval 2.0 LC (%)")).isEqualTo("30.20 [28.10, 32.30]");
    }

    @Test
    void of_metricsNobodyHas_areLeftOut() {
        Table table = AlignmentTables.of(
                "t",
                List.of(
                        new AlignmentResult("a", "ours", Map.of(AlignmentMetric.MT_BENCH, Estimate.of(2.5))),
                        new AlignmentResult("b", "ours", Map.of())));
        assertThat(table.columnNames()).containsExactly("group", "model", "MT Bench");
        assertThat(ShownTable.cell(table, 0, "MT Bench")).isEqualTo("2.50");
        assertThat(ShownTable.cell(table, 1, "MT Bench")).isEqualTo("–");
    }

    @Test
    void mtBench_categoriesAndTurns_areRows() {
        MtBenchScores scores =
                new MtBenchScores("m", Map.of("81", List.of(new Grade(1, 8), new Grade(2, 5))), List.of("82, turn 1"));
        List<OpenQuestion> questions =
                List.of(new OpenQuestion("81", "math", List.of("t")), new OpenQuestion("82", "stem", List.of("t")));
        Table table = AlignmentTables.mtBench("t", questions, List.of(scores));
        assertThat(table.stringColumn("category").asList())
                .containsExactly("math", "stem", "turn 1", "turn 2", "all", "judgments without a grade");
        assertThat(table.stringColumn("m").asList()).containsExactly("6.50", "–", "8.00", "5.00", "6.50", "1");
    }

    @Test
    void besidePaper_ourPolicies_standBelowWithWhatWasMeasured() {
        List<Prompt> prompts = List.of(Prompt.ofUser("a"), Prompt.ofUser("b"));
        Completion answer = new Completion(List.of(new SampledToken(1, -1, -1)), "abc", Completion.Ending.TOKEN);
        List<GenerationMetric.Judged> one =
                List.of(new GenerationMetric.Judged(answer, new AttributeScores(0, 0, 0, 0, 0)));
        List<ScoredGenerations> policies = List.of(
                new ScoredGenerations("first", prompts, List.of(one, one)),
                new ScoredGenerations("second", prompts, List.of(one, one)));
        Map<String, TruthfulQaScores> truths = Map.of("second", TRUTHS);
        Table table = AlignmentTables.besidePaper("t", "ours", policies, truths);
        assertThat(table.rowCount()).isEqualTo(13);
        assertThat(table.stringColumn("model").asList()).endsWith("first", "second");
        assertThat(table.stringColumn("group").asList()).endsWith("ours", "ours");
        assertThat(ShownTable.cell(table, 11, "mean response chars")).startsWith("3.0");
        assertThat(ShownTable.cell(table, 11, "TruthfulQA MC2")).isEqualTo("–");
        assertThat(ShownTable.cell(table, 12, "TruthfulQA MC2")).startsWith("0.5000 [0.5000");
    }

    private static final TruthfulQaScores TRUTHS = new TruthfulQaScores(
            List.of(new TruthfulQaScores.Score(true, 0.5), new TruthfulQaScores.Score(false, 0.5)));

    @Test
    void truthfulQa_ofPolicies_hasBothScores() {
        Table table = AlignmentTables.truthfulQa("t", Map.of("a", TRUTHS));
        assertThat(ShownTable.columns(table)).containsExactly("policy", "MC1 [95 %]", "MC2 [95 %]");
        assertThat(ShownTable.cell(table, 0, "MC1 [95 %]")).startsWith("0.50 [");
        assertThat(ShownTable.cell(table, 0, "MC2 [95 %]")).isEqualTo("0.500 [0.500, 0.500]");
        assertThat(AlignmentTables.truthfulQa("t", Map.of()).rowCount()).isZero();
    }
}
