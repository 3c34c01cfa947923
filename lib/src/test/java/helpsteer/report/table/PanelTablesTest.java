package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import helpsteer.bench.BestOfNCurve;
import helpsteer.bench.BestOfNCurve.Responses;
import helpsteer.bench.PairBenchmark;
import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import helpsteer.bench.overlap.NearestNeighbours.Neighbour;
import helpsteer.bench.overlap.NgramOverlap;
import helpsteer.bench.panels.Agreement;
import helpsteer.bench.panels.Calibration;
import helpsteer.bench.panels.LengthBias;
import helpsteer.bench.panels.Mistakes;
import helpsteer.bench.rewardbench.Domain;
import helpsteer.bench.rewardbench.RewardBench2Result;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.report.Rendered;
import helpsteer.report.SideBySide;
import helpsteer.report.chart.Figure;
import helpsteer.report.chart.PanelCharts;
import helpsteer.report.notebook.Rendering;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.goodness.FittedWeights;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tech.tablesaw.api.Table;

class PanelTablesTest {
    private static final Seed SEED = new Seed(1);

    private static String plain(Table table) {
        return Tables.rendered(table).plain();
    }

    private static PairScores scores(String model, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Scored> pairs = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            pairs.add(new Scored(
                    "s/" + i,
                    "s",
                    i,
                    new Pair<>(0.6 + random.nextDouble(), random.nextDouble()),
                    new Pair<>(50 + random.nextInt(900), 50 + random.nextInt(900))));
        }
        return new PairScores(model, "made up", pairs);
    }

    private static RewardBench2Result rewardBench2(String model) {
        List<RewardBench2Result.Scored> rows = new ArrayList<>();
        for (Domain domain : Domain.values()) {
            for (int i = 0; i < 8; i++) {
                double right = i < 5 ? 2 : 0;
                if (domain == Domain.TIES) {
                    rows.add(new RewardBench2Result.Scored("ref:" + i, domain, 1, List.of(right, 1.0)));
                    rows.add(new RewardBench2Result.Scored("tied:" + i, domain, 2, List.of(right, right, 1.0)));
                } else {
                    rows.add(new RewardBench2Result.Scored("" + i, domain, 1, List.of(right, 1.0, 1.0, 1.0)));
                }
            }
        }
        return new RewardBench2Result(model, rows);
    }

    @Test
    void rewardBench2_tableHasChanceAndSixDomains() {
        String text = plain(PanelTables.rewardBench2("RewardBench 2", List.of(rewardBench2("m")), SEED));
        assertThat(text.lines()).hasSize(10);
        assertThat(text)
                .contains("Factuality             8  25.0 %  0.625 [0.306, 0.863]")
                .contains("Ties                  16          0.628 [")
                .contains("Overall, mean of 6    56          0.625 [");
    }

    @Test
    void weights_searchedOnTheBenchmark_areLabelledSo() {
        AttributeWeights one = AttributeWeights.HELPFULNESS_ONLY;
        Table table = PanelTables.weights(
                "Weights",
                List.of(
                        new FittedWeights(one, "logistic fit", "validation", false, 0.7),
                        new FittedWeights(one, "grid of 5 levels", "RewardBench", true, 0.8)));
        assertThat(plain(table))
                .contains("logistic fit, searched on validation ")
                .contains("grid of 5 levels, searched on the benchmark itself (RewardBench)");
    }

    @Test
    void sources_droppedPairs_areNamed() {
        BenchmarkPair pair = new BenchmarkPair("s", "1", Prompt.ofUser("p"), "a", "b");
        Table table = PanelTables.sources(
                "Sets", List.of(new PairBenchmark("set", List.of(pair), Map.of("tie", 3, "identical responses", 2))));
        assertThat(plain(table)).contains("set      1        5  identical responses 2; tie 3");
    }

    @TestFactory
    Stream<DynamicTest> tables_everyKind_haveARowForEachThing() {
        PairScores a = scores("a", 1);
        PairScores b = scores("b", 2);
        LengthBias panel = LengthBias.of(a, SEED);
        BestOfNCurve curve = curve();
        NgramOverlap overlap = new NgramOverlap(List.of(
                new NgramOverlap.Item("x", "1", "a b c d e f g h i"), new NgramOverlap.Item("y", "2", "short")));
        overlap.add("a b c d e f g h");
        Map<String, Table> tables = new java.util.LinkedHashMap<>();
        tables.put("2 transfer", PanelTables.transfer("t", List.of(a, b)));
        tables.put("1 calibration", PanelTables.calibration("t", List.of(Calibration.of(a, SEED))));
        tables.put("2 length", PanelTables.length("t", List.of(a, b), SEED));
        tables.put("3 tertiles", PanelTables.lengthTertiles("t", List.of(panel)));
        tables.put("1 agreement", PanelTables.agreement("t", List.of(Agreement.of(a, b, SEED))));
        tables.put("5 mistakes", PanelTables.mistakes("t", Mistakes.of(a, 5)));
        tables.put("3 best", PanelTables.bestOf("t", curve));
        tables.put("3 overlap", OverlapTables.subsets("t", overlap.result()));
        tables.put("1 checks", OverlapTables.checks("t", Map.of("prompts", overlap.result())));
        tables.put(
                "2 neighbours",
                OverlapTables.neighbours(
                        "t",
                        List.of(new Neighbour(0, 1, 0.5), new Neighbour(1, 0, 0.9)),
                        List.of("i", "j"),
                        List.of("t", "u")));
        return tables.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    assertThat(e.getValue().rowCount()).isEqualTo(e.getKey().charAt(0) - '0');
                    assertThat(plain(e.getValue())).doesNotContain("NaN");
                }));
    }

    private static BestOfNCurve curve() {
        SplittableRandom random = new SplittableRandom(3);
        List<Responses> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            List<Double> golds = random.doubles(4).boxed().toList();
            all.add(new Responses(
                    golds.stream().map(g -> g + random.nextDouble()).toList(), golds));
        }
        return BestOfNCurve.of(all, new int[] {1, 2, 4}, SEED);
    }

    @TestFactory
    Stream<DynamicTest> charts_everyKind_arePaintedWithInk() {
        PairScores a = scores("a", 1);
        Map<String, Figure> figures = new java.util.LinkedHashMap<>();
        figures.put("rewardBench2", PanelCharts.rewardBench2("t", List.of(rewardBench2("m")), SEED));
        figures.put("transfer", PanelCharts.transfer("t", List.of(a, scores("b", 2))));
        figures.put(
                "reliability",
                Figure.of(PanelCharts.reliability("t", List.of(Calibration.of(a, SEED), Calibration.of(a, 2, SEED)))));
        figures.put("length", Figure.of(PanelCharts.scoreAgainstLength("t", a)));
        figures.put("tertiles", PanelCharts.lengthTertiles("t", List.of(LengthBias.of(a, SEED))));
        figures.put("bestOf", Figure.of(PanelCharts.bestOf("t", "gold", Map.of("m", curve()))));
        return figures.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    int ink = 0;
                    var image = e.getValue().image();
                    for (int y = 0; y < image.getHeight(); y++) {
                        for (int x = 0; x < image.getWidth(); x++) {
                            ink += (image.getRGB(x, y) & 0xFFFFFF) != 0xFFFFFF ? 1 : 0;
                        }
                    }
                    assertThat(ink).isBetween(4000, image.getWidth() * image.getHeight() / 2);
                }));
    }

    @Test
    void sideBySide_textsStandInHtmlOnly_escaped() {
        PairScores scores = new PairScores(
                "m", "bench", List.of(new Scored("s/1", "s", 0, new Pair<>(0.25, 1.5), new Pair<>(14, 5))));
        BenchmarkPair pair = new BenchmarkPair("s", "1", Prompt.ofUser("why?"), "<b>because</b>", "since");
        Rendered made = SideBySide.of(Mistakes.of(scores, 3), List.of(pair)).rendered();
        assertThat(made.form(Rendered.HTML))
                .contains("&lt;b&gt;because&lt;/b&gt;", "since", "why?", "clear this output")
                .doesNotContain("<b>because");
        assertThat(made.plain())
                .isEqualTo("1 worst of 1 mistakes of m on bench\n"
                        + "s/1: score 0.250 against 1.500, 14 and 5 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SideBySide.of(Mistakes.of(scores, 3), List.of()))
                .withMessage("pairs must hold every mistake, got no s/1");
        assertThat(Rendering.all()).anyMatch(r -> r.type().isAssignableFrom(SideBySide.class));
    }
}
