package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.bench.ablation.Experiment;
import helpsteer.bench.ablation.ExperimentResult;
import helpsteer.bench.ablation.Group;
import helpsteer.bench.ablation.Metric;
import helpsteer.bench.ablation.TrainingFacts;
import helpsteer.bench.ablation.Variant;
import helpsteer.data.Attribute;
import helpsteer.report.chart.Figure;
import helpsteer.reward.AttributeWeights;
import helpsteer.stats.Interval;
import helpsteer.stats.Wilson;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.McNemar;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

class AblationTablesTest {
    private static final ExperimentResult RESULT = new ExperimentResult(
            List.of(
                    row("tuned-whole", Optional.empty(), 100, 0.5),
                    row("tuned-half", Optional.of("tuned-whole"), 50, 0.25),
                    row("frozen-whole", Optional.of("tuned-whole"), 100, 0.5)),
            List.of(new Experiment.Missing("open-assistant", Group.DATA, "needs a file")));

    private static String plain(Table table) {
        return Tables.rendered(table).plain();
    }

    private static Variant variant(String name, List<String> references, Group group) {
        Variant.Recipe recipe = new Variant.Recipe(Map.of(), part -> {
            throw new IllegalStateException("a table must run no variant, got a call");
        });
        return new Variant(
                name, group, references, AttributeWeights.HELPFULNESS_ONLY, Set.of(Attribute.HELPFULNESS), recipe);
    }

    private static ExperimentResult.Row row(String name, Optional<String> reference, int responses, double share) {
        Variant variant = variant(name, reference.stream().toList(), Group.SIZE);
        double[][] wins = new double[2][40];
        double[][] differences = new double[2][40];
        for (int i = 0; i < 40; i++) {
            wins[0][i] = i < 40 * share ? 1 : 0;
            wins[1][i] = i < 40 * share + 4 ? 1 : 0;
            differences[0][i] = i % 4 == 0 ? share - 1 : 0;
            differences[1][i] = differences[0][i];
        }
        Map<Metric, ExperimentResult.Score> scores = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            scores.put(
                    metric,
                    new ExperimentResult.Score(
                            CrossedMean.of(wins),
                            CrossedMean.of(wins).interval(0.95),
                            40,
                            reference.stream()
                                    .map(r -> new ExperimentResult.Difference(
                                            r,
                                            CrossedMean.of(differences),
                                            Optional.empty(),
                                            responses == 50 ? 0.01 : 0.2))
                                    .toList()));
        }
        FitQuality fit = FitQuality.of(new double[] {1, 2, 3}, new double[] {1, 2, 4});
        return new ExperimentResult.Row(
                variant,
                new TrainingFacts(responses, Map.of("tie", 3, "empty response", 1), 20, 10, 1.25, 1.125),
                61.4,
                scores,
                Map.of(Attribute.HELPFULNESS, List.of(fit, fit)));
    }

    @Test
    void differences_oneRowAnArm_saysWhatIsNoiseAndWhatWasNotRun() {
        String text = plain(AblationTables.differences("t", RESULT, Metric.BENCH));
        assertThat(text.lines().map(line -> line.strip().replaceAll(" {2,}", " | ")))
                .contains(
                        "differs in | arm | responses | seeds | RewardBench overall [95 %] | SD of seeds | compared with"
                                + " | difference [95 %] | p | p after Holm | verdict",
                        "number of rows | tuned-whole | 100 | 2 | 0.550 [0.361, 0.739] | 0.071",
                        "number of rows | tuned-half | 50 | 2 | 0.300 [0.119, 0.481] | 0.071 | tuned-whole"
                                + " | -0.187 [-0.293, -0.082] | <0.001 | 0.010 | differs",
                        "training data | open-assistant | 0 | not run | needs a file");
        assertThat(text).contains("within noise");
    }

    @Test
    void fitsAndTrainings_showMeansAndReasons() {
        String fits = plain(AblationTables.fits("t", RESULT));
        assertThat(fits)
                .contains("helpfulness R²", "tuned-half")
                .contains("0.786")
                .contains("0.982");
        String trainings = plain(AblationTables.trainings("t", RESULT));
        assertThat(trainings)
                .contains("1.2500")
                .contains("1.1250")
                .contains("empty response 1; tie 3")
                .contains("61");
        assertThat(AblationTables.ofAblations(RESULT))
                .contains("RewardBench overall, share of pairs won", "HelpSteer2 validation, share of pairs won")
                .contains(fits.strip().lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void charts_haveAPointForEachArm() {
        XYChart sizes = AblationTables.sizes("More rows help", RESULT, Metric.VALIDATION);
        assertThat(sizes.getSeriesCollection().stream().map(series -> series.getName()))
                .anyMatch(name -> name.startsWith("tuned"))
                .anyMatch(name -> name.startsWith("frozen"));
        Figure forest = AblationTables.forest("Differences", RESULT, Metric.BENCH);
        assertThat(forest.rendered().plain()).isNotBlank();
    }

    private static ExperimentResult.Score score(
            int wins, int pairs, Interval interval, List<ExperimentResult.Difference> differences) {
        double[] row = new double[pairs];
        Arrays.fill(row, 0, wins, 1);
        return new ExperimentResult.Score(CrossedMean.of(new double[][] {row}), interval, pairs, differences);
    }

    private static ExperimentResult.Row learner(
            String name, double seconds, ExperimentResult.Score heldOut, ExperimentResult.Score bench) {
        return new ExperimentResult.Row(
                variant(name, List.of(), Group.LEARNER),
                TrainingFacts.untrained(20),
                seconds,
                Map.of(Metric.VALIDATION, heldOut, Metric.BENCH, bench),
                Map.of());
    }

    @Test
    void learners_andTheirTests_areTwoTables() {
        Interval wide = new Interval(0.25, 0.75, 0.95);
        ExperimentResult result = new ExperimentResult(
                List.of(
                        learner(
                                "length",
                                1.2,
                                score(8, 20, Wilson.of(8, 20), List.of()),
                                score(8, 16, wide, List.of())),
                        learner(
                                "tuned",
                                99.6,
                                score(
                                        15,
                                        20,
                                        Wilson.of(15, 20),
                                        List.of(new ExperimentResult.Difference(
                                                "length",
                                                CrossedMean.of(new double[][] {{1, 0, 0, 1}}),
                                                Optional.of(McNemar.of(9, 2)),
                                                0.13))),
                                score(
                                        12,
                                        16,
                                        wide,
                                        List.of(new ExperimentResult.Difference(
                                                "length",
                                                CrossedMean.of(new double[][] {{1, 0, 0, 0, 1, 0, 0, 0}}),
                                                Optional.empty(),
                                                0.3))))),
                List.of());
        assertThat(plain(AblationTables.learners("t", result)).lines().map(l -> l.strip()
                        .replaceAll(" {2,}", " | ")))
                .contains(
                        "length | 20 | 0.400 [0.219, 0.613] | 16 | 0.500 [0.250, 0.750] | 1",
                        "tuned | 20 | 0.750 [0.531, 0.888] | 16 | 0.750 [0.250, 0.750] | 100");
        assertThat(plain(AblationTables.comparisons("t", result)).lines().map(l -> l.strip()
                        .replaceAll(" {2,}", " | ")))
                .contains("tuned | length | 9 | 2 | 0.065 | 0.130 | 0.250 [-0.137, 0.637] | 0.170 | 0.300");
        assertThat(AblationTables.ofLearners(result)).contains("Learners", "Paired tests");
    }
}
