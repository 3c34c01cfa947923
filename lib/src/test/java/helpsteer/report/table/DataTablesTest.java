package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.align.eval.GenerationMetric;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.bench.PairScores;
import helpsteer.bench.rewardbench.Domain;
import helpsteer.bench.rewardbench.RewardBench2Result;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.generate.Completion;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.reward.AttributeScores;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.aggregate.AggregateFunctions;
import tech.tablesaw.api.Table;

class DataTablesTest {
    private static final Prompt PROMPT = Prompt.ofUser("Why?");
    private static final RatedResponse SHORT = new RatedResponse(PROMPT, "Because.", new Ratings(1, 2, 3, 1, 0));
    private static final RatedResponse LONG =
            new RatedResponse(PROMPT, "Because it is so.", new Ratings(4, 4, 4, 2, 1));

    @Test
    void samples_filteredByRating_leaveTheRowsThatHaveIt() {
        Table table = DataTables.samples("t", List.of(SHORT, LONG));
        Table helpful = table.where(table.longColumn("helpfulness").isGreaterThan(2));

        assertThat(helpful.longColumn("row").asList()).containsExactly(1L);
        assertThat(helpful.longColumn("characters").asList()).containsExactly(17L);
    }

    @Test
    void pairs_differences_areOfTheFirstResponse() {
        RatedPair pair = new RatedPair(SHORT, LONG);
        Table table = DataTables.pairs("t", List.of(pair));

        assertThat(table.longColumn("helpfulness").get(0)).isEqualTo(pair.difference(Attribute.HELPFULNESS));
        assertThat(table.stringColumn("longer").get(0)).isEqualTo("second");
    }

    @Test
    void preferences_lengths_areOfTheirResponses() {
        Table table =
                DataTables.preferences("t", List.of(new PreferencePair(PROMPT, "ab", "abcd", Preferred.SECOND, 3)));

        assertThat(table.row(0).getLong("second's characters")).isEqualTo(4);
        assertThat(table.row(0).getString("preferred")).isEqualTo("second");
        assertThat(table.row(0).getLong("strength")).isEqualTo(3);
    }

    @Test
    void of_rewardBench_groupsBySection() {
        RewardBenchResult bench = new RewardBenchResult(new PairScores(
                "m",
                "RewardBench",
                List.of(
                        scored("a", "alpacaeval-easy", 2, 1),
                        scored("b", "alpacaeval-hard", 1, 4),
                        scored("c", "hep-java", 3, 1))));
        Table margins = DataTables.of(bench)
                .summarize("margin", AggregateFunctions.mean)
                .by("section");

        assertThat(margins.stringColumn("section").asList()).containsExactly("Chat", "Reasoning");
        assertThat(margins.doubleColumn(1).asDoubleArray()).containsExactly(-1, 2);
    }

    @Test
    void of_twoModelsOnTheSamePairs_joinByKey() {
        PairScores first = scores("a", 0.5);
        Table joined = DataTables.of(first)
                .joinOn("key")
                .allowDuplicateColumnNames(true)
                .with(DataTables.of(scores("b", 0.25)))
                .join();

        assertThat(joined.rowCount()).isEqualTo(1);
        assertThat(joined.columnNames()).contains("margin", "T2.margin");
        assertThat(joined.doubleColumn("T2.margin").get(0)).isEqualTo(0.25);
    }

    private static PairScores scores(String model, double margin) {
        return new PairScores("set", model, List.of(scored("k", "s", margin, 0)));
    }

    private static PairScores.Scored scored(String key, String subset, double chosen, double rejected) {
        return new PairScores.Scored(key, subset, 0, new Pair<>(chosen, rejected), new Pair<>(10, 5));
    }

    @Test
    void of_rewardBench2_tellsTheBestOfBothKinds() {
        Table table = DataTables.of(new RewardBench2Result(
                "m", List.of(new RewardBench2Result.Scored("1", Domain.MATH, 1, List.of(2.0, 1.0, 3.0, 0.0)))));

        assertThat(table.doubleColumn("best correct").get(0)).isEqualTo(2);
        assertThat(table.doubleColumn("best other").get(0)).isEqualTo(3);
    }

    @Test
    void of_answers_hasARowForEach() {
        GenerationMetric.Judged judged = new GenerationMetric.Judged(
                new Completion(List.of(new SampledToken(1, -1, -1)), "abc", Completion.Ending.TOKEN),
                new AttributeScores(1, 2, 3, 4, 0.5));
        Table table = DataTables.of(
                new ScoredGenerations("p", List.of(PROMPT, PROMPT), List.of(List.of(judged), List.of(judged))));

        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(table.row(1).getLong("prompt")).isEqualTo(1);
        assertThat(table.row(1).getDouble("verbosity")).isEqualTo(0.5);
        assertThat(ShownTable.cell(table, 1, "ended")).isEqualTo("yes");
    }
}
