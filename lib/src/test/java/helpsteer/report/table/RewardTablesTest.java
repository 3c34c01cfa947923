package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.bench.PairScores;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.report.chart.Estimates;
import helpsteer.reward.AttributeScores;
import helpsteer.stats.Wilson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class RewardTablesTest {
    private static final Subset FIRST = Subset.values()[0];
    private static final Subset SECOND = Subset.values()[1];

    /** Of each subset so many wins and losses. */
    private static RewardBenchResult model(String name, Map<Subset, int[]> wins) {
        List<PairScores.Scored> pairs = new ArrayList<>();
        wins.forEach((subset, counts) -> {
            for (int i = 0; i < counts[0] + counts[1]; i++) {
                pairs.add(new PairScores.Scored(
                        subset + "/" + i, subset.key(), i, new Pair<>(i < counts[0] ? 1.0 : 0.0, 0.5), new Pair<>(1, 1)));
            }
        });
        return new RewardBenchResult(new PairScores(name, "RewardBench", pairs));
    }

    private static Map<Subset, int[]> counts(int wins, int losses, int others) {
        Map<Subset, int[]> out = new LinkedHashMap<>();
        out.put(FIRST, new int[] {wins, losses});
        out.put(SECOND, new int[] {others, 1});
        return out;
    }

    private static RatedResponse sample(Prompt prompt, String text, int helpfulness) {
        return new RatedResponse(prompt, text, new Ratings(helpfulness, 2, 3, 1, 0));
    }

    private static AttributeScores scores(double helpfulness) {
        return new AttributeScores(helpfulness, 2, 3, 1, 0.5);
    }

    /** Errors 1 and 1 on ratings 0 and 4: the mean squared error is 1, R² 1 − 2/8, r 1. */
    @Test
    void attributes_twoSamples_areTheNumbersByHand() {
        Prompt prompt = Prompt.ofUser("p");
        List<RatedResponse> samples = List.of(sample(prompt, "a", 0), sample(prompt, "b", 4));
        Table table = RewardTables.attributes("fit", samples, Map.of("tuned", List.of(scores(1), scores(3))));
        assertThat(table.rowCount()).isEqualTo(5);
        assertThat(ShownTable.columns(table)).containsExactly("attribute", "model", "MSE", "R²", "Pearson r");
        assertThat(List.of(
                        ShownTable.cell(table, 0, "attribute"),
                        ShownTable.cell(table, 0, "MSE"),
                        ShownTable.cell(table, 0, "R²"),
                        ShownTable.cell(table, 0, "Pearson r")))
                .containsExactly("helpfulness", "1.000", "0.750", "1.000");
        assertThat(ShownTable.cell(table, 4, "MSE")).isEqualTo("0.250");
    }

    @Test
    void pairwise_equalPairs_areLeftOutAndEqualScoresAreTies() {
        List<RatedPair> pairs = new ArrayList<>();
        List<AttributeScores> predicted = new ArrayList<>();
        int[][] helpfulness = {{4, 1}, {1, 4}, {2, 2}, {3, 0}};
        double[][] given = {{2, 1}, {2, 1}, {2, 1}, {1, 1}};
        for (int i = 0; i < helpfulness.length; i++) {
            Prompt prompt = Prompt.ofUser("p" + i);
            pairs.add(new RatedPair(sample(prompt, "a", helpfulness[i][0]), sample(prompt, "b", helpfulness[i][1])));
            predicted.add(scores(given[i][0]));
            predicted.add(scores(given[i][1]));
        }
        Table table = RewardTables.pairwise("pairs", pairs, Map.of("tuned", predicted));
        assertThat(List.of(
                        ShownTable.cell(table, 0, "model"),
                        ShownTable.cell(table, 0, "unequal pairs"),
                        ShownTable.cell(table, 0, "wins"),
                        ShownTable.cell(table, 0, "ties")))
                .containsExactly("tuned", "3", "1", "1");
        assertThat(ShownTable.cell(table, 0, "accuracy [95 %]")).startsWith("0.333 [");
    }

    @Test
    void subsets_missingInOneModel_isAnEmptyCell() {
        Map<Subset, int[]> part = Map.of(FIRST, new int[] {1, 3});
        Table table = RewardTables.subsets("s", List.of(model("a", counts(3, 1, 1)), model("b", part)));
        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(ShownTable.cell(table, 0, "pairs")).isEqualTo("4");
        assertThat(ShownTable.cell(table, 0, "a")).startsWith("0.75 [");
        assertThat(ShownTable.cell(table, 0, "b")).startsWith("0.25 [");
        assertThat(ShownTable.cell(table, 1, "a")).startsWith("0.50 [");
        assertThat(ShownTable.cell(table, 1, "b")).isEmpty();
        assertThat(table.doubleColumn("a low").getDouble(0))
                .isEqualTo(Wilson.of(3, 4).low());
    }

    /** Discordant pairs 6 and 0: exact p = 2 / 2^6; of three comparisons Holm takes the least times three. */
    @Test
    void comparisons_threeModels_areTestedPairByPairAndCorrected() {
        RewardBenchResult good = model("good", counts(6, 0, 1));
        RewardBenchResult bad = model("bad", counts(0, 6, 1));
        RewardBenchResult same = model("same", counts(6, 0, 1));
        Table table = RewardTables.comparisons("c", List.of(good, bad, same));
        assertThat(table.stringColumn("models").asList()).containsExactly("good / bad", "good / same", "bad / same");
        assertThat(ShownTable.cell(table, 0, "only first wins")).isEqualTo("6");
        assertThat(ShownTable.cell(table, 0, "only second wins")).isEqualTo("0");
        assertThat(table.doubleColumn("exact p").asDoubleArray()).containsExactly(0.03125, 1, 0.03125);
        assertThat(table.doubleColumn("p after Holm").asDoubleArray()).containsExactly(0.09375, 1, 0.09375);
        assertThat(RewardTables.comparisons("c", List.of(good)).rowCount()).isZero();
    }

    @Test
    void sections_allSubsets_haveARowEachAndTheOverallMean() {
        Map<Subset, int[]> all = new LinkedHashMap<>();
        for (Subset subset : Subset.values()) {
            all.put(
                    subset,
                    new int[] {subset.section() == Section.CHAT ? 4 : 2, subset.section() == Section.CHAT ? 0 : 2});
        }
        Table table = RewardTables.sections("s", List.of(model("m", all)), XstestWeights.CURRENT);
        assertThat(table.rowCount()).isEqualTo(Section.values().length + 1);
        double sum = 0;
        for (int i = 0; i < Section.values().length; i++) {
            assertThat(table.stringColumn("section").get(i)).isEqualTo(Section.values()[i].title());
            sum += table.doubleColumn("m").getDouble(i);
        }
        assertThat(ShownTable.cell(table, 0, "m")).startsWith("1.000 [");
        assertThat(table.stringColumn("section").get(table.rowCount() - 1)).isEqualTo("Overall");
        assertThat(table.doubleColumn("m").getDouble(table.rowCount() - 1))
                .isCloseTo(sum / Section.values().length, within(1e-12));
    }

    @Test
    void series_ofAModel_hasItsSubsetsInOrder() {
        Estimates series = RewardTables.series(model("m", counts(3, 1, 1)));
        assertThat(series.name()).isEqualTo("m");
        assertThat(series.items().keySet()).containsExactly(FIRST.key(), SECOND.key());
    }
}
