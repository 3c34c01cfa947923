package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import helpsteer.data.benchmark.AlpacaEvalRow;
import helpsteer.data.benchmark.ArenaHardRow;
import helpsteer.data.benchmark.Leaderboard;
import helpsteer.generate.Completion;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.scoring.ScoredAnswer;
import helpsteer.stats.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    @Test
    void alpacaEval_tableWithoutLengths_leavesThemMissing() {
        OptionalDouble none = OptionalDouble.empty();
        Table table = DataTables.alpacaEval(
                "t",
                List.of(
                        new AlpacaEvalRow("a", 50, 1.5, OptionalDouble.of(900), OptionalDouble.of(40), none),
                        new AlpacaEvalRow("b", 20, 1.25, none, none, none)));

        assertThat(table.doubleColumn("length-controlled win rate").get(0)).isEqualTo(40);
        assertThat(table.column("length-controlled win rate").isMissing(1)).isTrue();
        assertThat(table.where(table.doubleColumn("win rate").isGreaterThan(30)).rowCount())
                .isEqualTo(1);
    }

    @Test
    void arenaHard_intervals_standInColumnsOfTheirOwn() {
        Table table =
                DataTables.arenaHard("t", List.of(new ArenaHardRow("a", 82.6, new Interval(80.7, 84.6, 0.95), 662)));

        assertThat(table.doubleColumn("score low").get(0)).isEqualTo(80.7);
        assertThat(table.doubleColumn("mean tokens").get(0)).isEqualTo(662);
    }

    @Test
    void rewardBench_partsMeasuredForSome_areColumnsOfAll() {
        Table table = DataTables.rewardBench(
                "t",
                List.of(
                        new Leaderboard("a", "Generative", 0.9, Map.of("Chat", 0.95)),
                        new Leaderboard("b", "Generative", 0.8, Map.of("Safety", 0.85))));

        assertThat(table.columnNames()).containsExactly("model", "type", "score", "Chat", "Safety");
        assertThat(table.column("Safety").isMissing(0)).isTrue();
        assertThat(table.doubleColumn("Safety").get(1)).isEqualTo(0.85);
    }

    @Test
    void scores_fileOfTheScoreCommand_isAnAnswerARow(@TempDir Path folder) throws IOException {
        String five = "{\"helpfulness\": %s, \"correctness\": 2.0, \"coherence\": 3.0, \"complexity\": 1.0,"
                + " \"verbosity\": 0.5, \"goodness\": %s}";
        Path file = folder.resolve("scored.jsonl");
        Files.writeString(
                file,
                "{\"prompt\": \"p\", \"response\": \"r\", \"scores\": " + String.format(five, "1.5", "4.25") + "}\n"
                        + "{\"prompt\": 1, \"error\": \"prompt must be a string\"}\n"
                        + "{\"chosen\": \"a\", \"rejected\": \"b\", \"scores\": {\"chosen\": "
                        + String.format(five, "3.0", "5.0") + ", \"rejected\": " + String.format(five, "1.0", "2.0")
                        + "}}\n");
        List<ScoredAnswer> answers = ScoredAnswer.read(file);
        Table table = DataTables.scores("t", answers);

        assertThat(answers).extracting(ScoredAnswer::row).containsExactly(1L, 3L, 3L);
        assertThat(table.stringColumn("answer").asList()).containsExactly("", "chosen", "rejected");
        assertThat(table.doubleColumn("helpfulness").asList()).containsExactly(1.5, 3.0, 1.0);
        assertThat(table.where(table.stringColumn("answer").isEqualTo("chosen"))
                        .doubleColumn("goodness")
                        .get(0))
                .isEqualTo(5);
        Files.writeString(file, "{\"scores\": {\"helpfulness\": 1.0}}\n");
        assertThatThrownBy(() -> ScoredAnswer.read(file))
                .hasMessage("scored.jsonl:1: scores.helpfulness must be a JSON object, got 1.0");
    }

    @Test
    void ratingCounts_ofTwoRows_countsEachRating() {
        Table table = DataTables.ratingCounts("t", List.of(SHORT, LONG));
        assertThat(table.columnNames()).containsExactly("attribute", "0", "1", "2", "3", "4");
        assertThat(table.stringColumn("attribute").get(0)).isEqualTo("helpfulness");
        assertThat(table.longColumn("1").asList()).containsExactly(1L, 0L, 0L, 1L, 1L);
        assertThat(table.longColumn("4").asList()).containsExactly(1L, 1L, 1L, 0L, 0L);
    }

    @Test
    void lengths_ratingsOfFewerThanTwoRows_haveNoMean() {
        Table table = DataTables.lengths("t", Attribute.VERBOSITY, List.of(SHORT, SHORT, LONG));
        assertThat(table.stringColumn("rating").get(0)).isEqualTo("verbosity 0");
        assertThat(table.longColumn("rows").asList()).containsExactly(2L, 1L, 0L, 0L, 0L);
        assertThat(ShownTable.cell(table, 0, "mean characters [95 %]")).isEqualTo("8 [8, 8]");
        assertThat(ShownTable.cell(table, 1, "mean characters [95 %]")).isEqualTo("–");
    }
}
