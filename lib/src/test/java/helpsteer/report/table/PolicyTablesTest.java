package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.align.TimingTable;
import helpsteer.align.eval.AttributeLogRatio;
import helpsteer.align.eval.ControllabilityCurve;
import helpsteer.align.eval.GenerationMetric;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.align.pipeline.AlignmentPipeline;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.generate.Completion;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.report.chart.Figure;
import helpsteer.reward.AttributeScores;
import helpsteer.train.metrics.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class PolicyTablesTest {
    private static final GenerationMetric VERBOSITY = GenerationMetric.predicted(Attribute.VERBOSITY);

    private static ScoredGenerations answers(String policy, double... verbosity) {
        List<Prompt> prompts = new ArrayList<>();
        List<List<GenerationMetric.Judged>> responses = new ArrayList<>();
        for (double v : verbosity) {
            prompts.add(Prompt.ofUser("Question " + prompts.size()));
            Completion response = new Completion(List.of(new SampledToken(1, -1, -1)), "abc", Completion.Ending.TOKEN);
            responses.add(List.of(new GenerationMetric.Judged(response, new AttributeScores(0, 0, 0, 0, v))));
        }
        return new ScoredGenerations(policy, prompts, responses);
    }

    @Test
    void means_eachPolicy_hasItsInterval() {
        Table table = PolicyTables.means("t", List.of(answers("a", 1, 1), answers("b", 1, 3)), List.of(VERBOSITY));
        assertThat(ShownTable.columns(table)).containsExactly("policy", "predicted verbosity");
        assertThat(ShownTable.cell(table, 0, "predicted verbosity")).isEqualTo("1.00 [1.00, 1.00]");
        assertThat(ShownTable.cell(table, 1, "predicted verbosity")).isEqualTo("2.00 [-10.71, 14.71]");
    }

    @Test
    void against_theBase_tellsDifferenceAndWins() {
        Table table = PolicyTables.against(
                "t", answers("a", 1, 1), List.of(answers("b", 2, 2)), List.of(VERBOSITY), VERBOSITY);
        assertThat(ShownTable.cell(table, 0, "against")).isEqualTo("a");
        assertThat(ShownTable.cell(table, 0, "predicted verbosity")).isEqualTo("1.000 [1.000, 1.000]");
        assertThat(ShownTable.cell(table, 0, "wins by predicted verbosity")).startsWith("1.00 [");
    }

    @Test
    void steps_ofThreePolicies_eachAgainstTheOneBefore() {
        List<ScoredGenerations> policies = List.of(answers("a", 1, 1), answers("b", 2, 2), answers("c", 1.5, 1.5));
        Table table = PolicyTables.steps("t", policies, List.of(VERBOSITY), VERBOSITY);
        Table against =
                PolicyTables.against("t", policies.get(0), policies.subList(1, 2), List.of(VERBOSITY), VERBOSITY);
        assertThat(table.columnNames()).isEqualTo(against.columnNames());
        assertThat(table.stringColumn("policy").asList()).containsExactly("b", "c");
        assertThat(table.stringColumn("against").asList()).containsExactly("a", "b");
        assertThat(ShownTable.cell(table, 1, "predicted verbosity")).isEqualTo("-0.500 [-0.500, -0.500]");
        assertThat(PolicyTables.steps("t", policies.subList(0, 1), List.of(VERBOSITY), VERBOSITY)
                        .rowCount())
                .isZero();
    }

    @Test
    void slopesAndControl_ofACurve_areByTheRatingAskedFor() {
        ControllabilityCurve curve = new ControllabilityCurve(
                "p",
                Attribute.VERBOSITY,
                List.of(
                        new ControllabilityCurve.Point(0, answers("p", 1, 2)),
                        new ControllabilityCurve.Point(4, answers("p", 3, 4))));
        Table table = PolicyTables.slopes("t", List.of(curve), List.of(VERBOSITY));
        assertThat(ShownTable.cell(table, 0, "predicted verbosity a point")).isEqualTo("0.500 [0.500, 0.500]");
        Figure once = PolicyTables.control("t", List.of(curve), VERBOSITY);
        Figure twice = PolicyTables.control("t", List.of(curve, curve), VERBOSITY);
        assertThat(twice.height()).as("a series more takes room").isGreaterThan(once.height());
    }

    @Test
    void gains_ofAnAttribute_areMeans() {
        Table table = PolicyTables.gains(
                "t", List.of(new AttributeLogRatio("p", Attribute.VERBOSITY, List.of(0.25, 0.25), 3)));
        assertThat(ShownTable.cell(table, 0, "nats gained by its own rating")).isEqualTo("0.25 [0.25, 0.25]");
    }

    @Test
    void stages_ofAChain_tellLossesAndSteps() {
        TrainingResult result = new TrainingResult(
                List.of(),
                List.of(
                        new TrainingResult.Validation(0, 2.5, Map.of()),
                        new TrainingResult.Validation(3, 2.25, Map.of())),
                3,
                2.25,
                TrainingResult.Ending.FINISHED);
        Table table = PolicyTables.stages("t", List.of(new AlignmentPipeline.Done("sft", Path.of("x"), result, true)));
        assertThat(ShownTable.cell(table, 0, "loss at the start")).isEqualTo("2.5000");
        assertThat(ShownTable.cell(table, 0, "best loss")).isEqualTo("2.2500");
    }

    @Test
    void costs_parts_haveTheirShare() {
        TimingTable costs = new TimingTable(
                List.of(new TimingTable.Part("sampling", 1, 50), new TimingTable.Part("training", 3, 300)));
        Table table = PolicyTables.costs("t", costs);
        assertThat(ShownTable.cell(table, 1, "share")).isEqualTo("75.0 %");
        assertThat(ShownTable.cell(table, 1, "tokens a second")).isEqualTo("100");
    }

    @Test
    void answers_ofTwoPolicies_areNumberedByQuestion() {
        Table table = PolicyTables.answers("t", List.of(answers("a", 1, 2), answers("b", 3, 4)), VERBOSITY);
        assertThat(table.columnNames()).containsExactly("policy", "question", "answer", "predicted verbosity");
        assertThat(table.stringColumn("policy").asList()).containsExactly("a", "a", "b", "b");
        assertThat(table.longColumn("question").asList()).containsExactly(1L, 2L, 1L, 2L);
        assertThat(ShownTable.cell(table, 0, "answer")).isEqualTo("abc");
        assertThat(ShownTable.cell(table, 2, "predicted verbosity")).isEqualTo("3.00");
    }
}
