package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.bench.ablation.AblationResult;
import helpsteer.bench.ablation.Arm;
import helpsteer.bench.ablation.ContestResult;
import helpsteer.bench.ablation.Facts;
import helpsteer.bench.ablation.Group;
import helpsteer.bench.ablation.Measure;
import helpsteer.bench.ablation.Plan;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.data.Attribute;
import helpsteer.report.chart.Figure;
import helpsteer.reward.AttributeWeights;
import helpsteer.stats.Accuracy;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.McNemar;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

class AblationTablesTest {
    private static final AblationResult RESULT = new AblationResult(
            List.of(
                    row("tuned-whole", Optional.empty(), 100, 0.5),
                    row("tuned-half", Optional.of("tuned-whole"), 50, 0.25),
                    row("frozen-whole", Optional.of("tuned-whole"), 100, 0.5)),
            List.of(new Plan.Missing("open-assistant", Group.DATA, "needs a file")));

    private static String plain(Table table) {
        return Tables.rendered(table).plain();
    }

    private static AblationResult.Row row(String name, Optional<String> reference, int responses, double share) {
        Arm arm = new Arm(
                name,
                Group.SIZE,
                reference,
                AttributeWeights.HELPFULNESS_ONLY,
                Set.of(Attribute.HELPFULNESS),
                (seed, progress) -> {
                    throw new IllegalStateException("a table must run no arm, got a call");
                });
        double[][] wins = new double[2][40];
        double[][] differences = new double[2][40];
        for (int i = 0; i < 40; i++) {
            wins[0][i] = i < 40 * share ? 1 : 0;
            wins[1][i] = i < 40 * share + 4 ? 1 : 0;
            differences[0][i] = i % 4 == 0 ? share - 1 : 0;
            differences[1][i] = differences[0][i];
        }
        Map<Measure, AblationResult.Score> scores = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            scores.put(
                    measure,
                    new AblationResult.Score(
                            CrossedMean.of(wins),
                            reference.map(r -> new AblationResult.Difference(
                                    CrossedMean.of(differences), responses == 50 ? 0.01 : 0.2))));
        }
        FitQuality fit = FitQuality.of(new double[] {1, 2, 3}, new double[] {1, 2, 4});
        return new AblationResult.Row(
                arm,
                new Facts(responses, Map.of("tie", 3, "empty response", 1), 20, 10, 1.25, 1.125),
                61.4,
                scores,
                Map.of(Attribute.HELPFULNESS, List.of(fit, fit)));
    }

    @Test
    void differences_oneRowAnArm_saysWhatIsNoiseAndWhatWasNotRun() {
        String text = plain(AblationTables.differences("t", RESULT, Measure.BENCH));
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
        assertThat(AblationTables.text(RESULT))
                .contains("RewardBench overall, share of pairs won", "HelpSteer2 validation, share of pairs won")
                .contains(fits.strip().lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void charts_haveAPointForEachArm() {
        XYChart sizes = AblationTables.sizes("More rows help", RESULT, Measure.VALIDATION);
        assertThat(sizes.getSeriesCollection().stream().map(series -> series.getName()))
                .anyMatch(name -> name.startsWith("tuned"))
                .anyMatch(name -> name.startsWith("frozen"));
        Figure forest = AblationTables.forest("Differences", RESULT, Measure.BENCH);
        assertThat(forest.rendered().plain()).isNotBlank();
    }

    private static RewardBenchResult bench(String name, int wins) {
        List<RewardBenchResult.Scored> pairs = new ArrayList<>();
        for (Subset subset :
                List.of(Subset.ALPACAEVAL_EASY, Subset.LLMBAR_NATURAL, Subset.REFUSALS_DANGEROUS, Subset.HEP_JAVA)) {
            for (int i = 0; i < 4; i++) {
                pairs.add(new RewardBenchResult.Scored(subset.key() + i, subset, i < wins ? 2 : 0, 1));
            }
        }
        return new RewardBenchResult(name, pairs);
    }

    @Test
    void learners_andTheirTests_areTwoTables() {
        ContestResult result = new ContestResult(List.of(
                new ContestResult.Row("length", new Accuracy(8, 12, 0), bench("length", 2), List.of(), 1.2),
                new ContestResult.Row(
                        "tuned",
                        new Accuracy(15, 5, 0),
                        bench("tuned", 3),
                        List.of(new ContestResult.Against(
                                "length",
                                McNemar.of(9, 2),
                                0.13,
                                CrossedMean.of(new double[][] {{1, 0, 0, 0, 1, 0, 0, 0}}),
                                0.3)),
                        99.6)));
        assertThat(plain(AblationTables.learners("t", result)).lines().map(l -> l.strip()
                        .replaceAll(" {2,}", " | ")))
                .anyMatch(l -> l.startsWith("length | 20 | 0.400 [0.219, 0.613] | 16 | 0.500 ["))
                .anyMatch(l -> l.startsWith("tuned | 20 | 0.750 [0.531, 0.888] | 16 | 0.750 [") && l.endsWith("| 100"));
        assertThat(plain(AblationTables.comparisons("t", result)).lines().map(l -> l.strip()
                        .replaceAll(" {2,}", " | ")))
                .contains("tuned | length | 9 | 2 | 0.065 | 0.130 | 0.250 [-0.137, 0.637] | 0.170 | 0.300");
        assertThat(AblationTables.text(result)).contains("Learners", "Paired tests");
    }
}
