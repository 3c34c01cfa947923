package helpsteer.report.table;

import helpsteer.align.eval.GenerationMetric;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.bench.PairScores;
import helpsteer.bench.rewardbench.RewardBench2Result;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.data.Attribute;
import helpsteer.data.PreferencePair;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.benchmark.AlpacaEvalRow;
import helpsteer.data.benchmark.ArenaHardRow;
import helpsteer.data.benchmark.Leaderboard;
import helpsteer.reward.scoring.ScoredAnswer;
import helpsteer.stats.Estimate;
import helpsteer.stats.Moments;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * The rows of data sets and of results as tables, to filter, group and join. Texts of prompts and responses are left out;
 * the column {@code prompt} or {@code key} joins the rows that share one.
 */
public final class DataTables {
    private static final List<Attribute> ATTRIBUTES = List.of(Attribute.values());
    private static final List<Integer> RATINGS =
            IntStream.rangeClosed(Attribute.MIN, Attribute.MAX).boxed().toList();

    private DataTables() {}

    private record Answer(int prompt, int number, GenerationMetric.Judged judged) {}

    /** Rated responses: the number of the prompt's row, lengths, and the five ratings. */
    public static Table samples(String title, List<RatedResponse> samples) {
        return TableBuilder.of(title, numbered(samples.size()))
                .column("row", i -> i)
                .column("user turns", i -> samples.get(i).prompt().userTurns())
                .column("characters", i -> samples.get(i).characters())
                .columns(
                        ATTRIBUTES,
                        (table, attribute) -> table.column(
                                attribute.key(), i -> samples.get(i).ratings().of(attribute)))
                .table();
    }

    /** How many rows have each rating of each attribute. */
    public static Table ratingCounts(String title, List<RatedResponse> rows) {
        return TableBuilder.of(title, ATTRIBUTES)
                .column("attribute", Attribute::key)
                .columns(
                        RATINGS,
                        (table, rating) -> table.column(Integer.toString(rating), attribute -> rows.stream()
                                .filter(row -> row.ratings().of(attribute) == rating)
                                .count()))
                .table();
    }

    /** How long the responses of each rating of an attribute are; of fewer than two no mean is told. */
    public static Table lengths(String title, Attribute attribute, List<RatedResponse> rows) {
        return TableBuilder.of(title, RATINGS)
                .column("rating", rating -> attribute.key() + " " + rating)
                .column("rows", rating -> lengths(rows, attribute, rating).length)
                .column("mean characters [95 %]", 0, rating -> mean(lengths(rows, attribute, rating)))
                .table();
    }

    private static double[] lengths(List<RatedResponse> rows, Attribute attribute, int rating) {
        return rows.stream()
                .filter(row -> row.ratings().of(attribute) == rating)
                .mapToDouble(row -> row.response().length())
                .toArray();
    }

    private static Estimate mean(double[] values) {
        return values.length < 2 ? Estimate.of(Double.NaN) : Moments.of(values).toEstimate();
    }

    /** Pairs of rated responses: by how much the first one's ratings are higher, and which is longer. */
    public static Table pairs(String title, List<RatedPair> pairs) {
        return TableBuilder.of(title, numbered(pairs.size()))
                .column("row", i -> i)
                .column("user turns", i -> pairs.get(i).prompt().userTurns())
                .columns(
                        ATTRIBUTES,
                        (table, attribute) ->
                                table.column(attribute.key(), i -> pairs.get(i).difference(attribute)))
                .column("longer", i -> name(pairs.get(i).longer()))
                .table();
    }

    /** Preferences: the strength towards the second response, and lengths. */
    public static Table preferences(String title, List<PreferencePair> pairs) {
        return TableBuilder.of(title, numbered(pairs.size()))
                .column("row", i -> i)
                .column("preferred", i -> name(pairs.get(i).preferred()))
                .column("strength", i -> pairs.get(i).strength())
                .column("first's characters", i -> pairs.get(i).first().length())
                .column("second's characters", i -> pairs.get(i).second().length())
                .table();
    }

    /** A model's scores on RewardBench 1, pair by pair. */
    public static Table of(RewardBenchResult result) {
        return TableBuilder.of(
                        result.model() + " on RewardBench", result.scores().pairs())
                .column("key", PairScores.Scored::key)
                .column("section", pair -> Subset.of(pair.subset()).section().title())
                .column("subset", PairScores.Scored::subset)
                .column("chosen", 3, pair -> pair.scores().chosen())
                .column("rejected", 3, pair -> pair.scores().rejected())
                .column("margin", 3, PairScores.Scored::margin)
                .table();
    }

    /** A model's scores on RewardBench 2, row by row: the best correct response's and the best other's. */
    public static Table of(RewardBench2Result result) {
        return TableBuilder.of(result.model() + " on RewardBench 2", result.rows())
                .column("key", RewardBench2Result.Scored::id)
                .column("domain", row -> row.domain().title())
                .column("responses", row -> row.scores().size())
                .column("best correct", 3, row -> best(row.scores().subList(0, row.correct())))
                .column(
                        "best other",
                        3,
                        row -> best(
                                row.scores().subList(row.correct(), row.scores().size())))
                .table();
    }

    /** A model's scores on a set of pairs, pair by pair. */
    public static Table of(PairScores result) {
        return TableBuilder.of(result.model() + " on " + result.benchmark(), result.pairs())
                .column("key", PairScores.Scored::key)
                .column("subset", PairScores.Scored::subset)
                .column("prompt", PairScores.Scored::prompt)
                .column("chosen", 3, pair -> pair.scores().chosen())
                .column("rejected", 3, pair -> pair.scores().rejected())
                .column("margin", 3, PairScores.Scored::margin)
                .column("characters", pair -> pair.lengths().chosen())
                .column("other's characters", pair -> pair.lengths().rejected())
                .table();
    }

    /** A policy's answers, one a row, with the judge's scores. */
    public static Table of(ScoredGenerations answers) {
        List<Answer> rows = IntStream.range(0, answers.responses().size())
                .boxed()
                .flatMap(p -> IntStream.range(0, answers.responses().get(p).size())
                        .mapToObj(
                                n -> new Answer(p, n, answers.responses().get(p).get(n))))
                .toList();
        return TableBuilder.of("Answers of " + answers.policy(), rows)
                .column("prompt", Answer::prompt)
                .column("answer", Answer::number)
                .column("characters", row -> row.judged().response().text().length())
                .column("tokens", row -> row.judged().response().draws().size())
                .column("ended", row -> row.judged().response().ended() ? "yes" : "no")
                .columns(ATTRIBUTES, Attribute::key, 3, (attribute, row) -> row.judged()
                        .scores()
                        .of(attribute))
                .table();
    }

    /** The scores of a file that {@code helpsteer score} wrote, an answer a row. */
    public static Table scores(String title, List<ScoredAnswer> answers) {
        return TableBuilder.of(title, answers)
                .column("row", ScoredAnswer::row)
                .column("answer", ScoredAnswer::answer)
                .columns(ATTRIBUTES, Attribute::key, 3, (attribute, row) -> row.scores()
                        .of(attribute))
                .column("goodness", 3, ScoredAnswer::reward)
                .table();
    }

    /** AlpacaEval's published rows, in per cent; the length-controlled win rate is the one that papers report. */
    public static Table alpacaEval(String title, List<AlpacaEvalRow> rows) {
        return TableBuilder.of(title, rows)
                .column("model", AlpacaEvalRow::model)
                .column("length-controlled win rate", 2, row -> optional(row.lengthControlled()))
                .column("its standard error", 2, row -> optional(row.lengthControlledError()))
                .column("win rate", 2, AlpacaEvalRow::winRate)
                .column("standard error", 2, AlpacaEvalRow::standardError)
                .column("mean characters", 0, row -> optional(row.averageLength()))
                .table();
    }

    /** Arena-Hard's published rows: win rates over GPT-4-0314 in per cent, with the intervals published. */
    public static Table arenaHard(String title, List<ArenaHardRow> rows) {
        return TableBuilder.of(title, rows)
                .column("model", ArenaHardRow::model)
                .column("score [95 %]", 1, row -> Estimate.of(row.score(), row.interval()))
                .column("mean tokens", 0, ArenaHardRow::averageTokens)
                .table();
    }

    /** RewardBench's published rows: a column for each section or domain; one that was not measured is missing. */
    public static Table rewardBench(String title, List<Leaderboard> rows) {
        List<String> parts = rows.stream()
                .flatMap(row -> row.parts().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        return TableBuilder.of(title, rows)
                .column("model", Leaderboard::model)
                .column("type", Leaderboard::type)
                .column("score", 3, Leaderboard::score)
                .columns(parts, part -> part, 3, (part, row) -> optional(row.part(part)))
                .table();
    }

    private static @Nullable Double optional(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static List<Integer> numbered(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static double best(List<Double> scores) {
        return scores.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
