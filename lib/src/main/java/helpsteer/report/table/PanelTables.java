package helpsteer.report.table;

import helpsteer.bench.BestOfNCurve;
import helpsteer.bench.PairBenchmark;
import helpsteer.bench.PairScores;
import helpsteer.bench.panels.Agreement;
import helpsteer.bench.panels.Calibration;
import helpsteer.bench.panels.LengthBias;
import helpsteer.bench.panels.Mistakes;
import helpsteer.bench.rewardbench.Domain;
import helpsteer.bench.rewardbench.PriorSets;
import helpsteer.bench.rewardbench.RewardBench2Result;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Attribute;
import helpsteer.reward.goodness.FittedWeights;
import helpsteer.reward.goodness.SearchOptimism;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/** Tables of the benchmarks beside RewardBench 1, and of the panels behind an accuracy. */
public final class PanelTables {
    private static final double TENTH = 0.1;
    private static final double QUARTER = 0.25;

    private PanelTables() {}

    private record Part(String title, int rows, String chance, Function<RewardBench2Result, Estimate> score) {}

    private record Protocol(String title, Estimate overall) {}

    private record Measured(PairScores scores, LengthBias panel) {}

    private record Third(String model, LengthBias.Group group) {}

    /** RewardBench 2 by domain and overall with 95 % intervals, beside what random scores would get. */
    public static Table rewardBench2(String title, List<RewardBench2Result> models, Seed seed) {
        RewardBench2Result first = models.get(0);
        List<Part> parts = new ArrayList<>();
        for (Domain domain : Domain.values()) {
            String chance = first.chance(domain).stream()
                    .mapToObj(Tables::percent)
                    .findFirst()
                    .orElse("");
            parts.add(new Part(domain.title(), first.rows(domain).size(), chance, m -> m.domain(domain, seed)));
        }
        parts.add(new Part("Overall, mean of 6", first.rows().size(), "", m -> m.overall(seed)));
        return TableBuilder.of(title, parts)
                .column("domain", Part::title)
                .column("rows", Part::rows)
                .column("chance", Part::chance)
                .columns(models, RewardBench2Result::model, 3, (model, part) -> part.score()
                        .apply(model))
                .table();
    }

    /** A model's overall score on RewardBench 1 by the paper's protocol and by the leaderboard's. */
    public static Table protocols(String title, RewardBenchResult model, PriorSets prior, XstestWeights weights) {
        List<Protocol> rows = List.of(
                new Protocol("paper, mean of 4 sections", model.overall(weights)),
                new Protocol(PriorSets.PROTOCOL, prior.overall(model, weights)));
        return TableBuilder.of(title, rows)
                .column("protocol", Protocol::title)
                .column("overall [95 %]", Protocol::overall)
                .table();
    }

    /** What each set of pairs holds and what it leaves out. */
    public static Table sources(String title, List<PairBenchmark> sets) {
        return TableBuilder.of(title, sets)
                .column("set", PairBenchmark::name)
                .column("pairs", set -> set.pairs().size())
                .column("dropped", set -> set.dropped().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .column("reasons", set -> reasons(set.dropped()))
                .table();
    }

    /** How many were dropped for each reason, such as {@code "tied 3; too long 1"}. */
    static String reasons(Map<String, Integer> dropped) {
        return new TreeMap<>(dropped)
                .entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining("; "));
    }

    /** Accuracy on sets of pairs, with an interval that takes pairs of one prompt together. */
    public static Table transfer(String title, List<PairScores> scores) {
        return TableBuilder.of(title, scores)
                .column("set", PairScores::benchmark)
                .column("model", PairScores::model)
                .column("pairs", each -> each.pairs().size())
                .column("ties", each -> each.accuracy().ties())
                .column("accuracy [95 %, by prompt]", PairScores::accuracyByPrompt)
                .table();
    }

    /** Calibration error with interval and what chance alone makes of it, and Brier score. */
    public static Table calibration(String title, List<Calibration> panels) {
        return TableBuilder.of(title, panels)
                .column("set", Calibration::benchmark)
                .column("model", Calibration::model)
                .column("temperature", 3, Calibration::temperature)
                .column("ECE [95 %]", panel -> panel.ece().toEstimate())
                .column("ECE by chance", 3, Calibration::floor)
                .column("Brier score", 3, panel -> panel.reliability().brier())
                .table();
    }

    /** What length has to do with each model's scores; the accuracies at matched length come from the same pairs. */
    public static Table length(String title, List<PairScores> scores, Seed seed) {
        List<Measured> rows = scores.stream()
                .map(each -> new Measured(each, LengthBias.of(each, seed)))
                .toList();
        return TableBuilder.of(title, rows)
                .column("set", row -> row.scores().benchmark())
                .column("model", row -> row.scores().model())
                .column("r with length", 2, row -> row.panel().correlation().toEstimate())
                .column("partial r", 2, row -> row.panel().partial().toEstimate())
                .column("prefers longer", 2, row -> row.panel()
                        .longerPreferred()
                        .toEstimate())
                .column("longer is better", 2, row -> row.panel().longerBetter().toEstimate())
                .column("within 10 %", row -> matched(row.scores(), TENTH))
                .column("within 25 %", row -> matched(row.scores(), QUARTER))
                .table();
    }

    private static String matched(PairScores scores, double share) {
        return LengthBias.matched(scores, share)
                .map(a -> a.toEstimate().text(2) + ", n=" + a.total())
                .orElse("no pairs");
    }

    /** Accuracy by thirds of the length difference. */
    public static Table lengthTertiles(String title, List<LengthBias> panels) {
        List<Third> rows = panels.stream()
                .flatMap(panel -> panel.tertiles().stream().map(group -> new Third(panel.model(), group)))
                .toList();
        return TableBuilder.of(title, rows)
                .column("model", Third::model)
                .column(
                        "better response longer by (characters)",
                        row -> row.group().least() + " to " + row.group().most())
                .column("pairs", row -> row.group().accuracy().total())
                .column("accuracy [95 %]", row -> row.group().accuracy().toEstimate())
                .table();
    }

    /** Both-right and both-wrong counts, kappa and McNemar's test of pairs of models. */
    public static Table agreement(String title, List<Agreement> pairs) {
        return TableBuilder.of(title, pairs)
                .column("models", each -> each.first() + " / " + each.second())
                .column("both right", Agreement::bothRight)
                .column("only first", Agreement::onlyFirst)
                .column("only second", Agreement::onlySecond)
                .column("both wrong", Agreement::bothWrong)
                .column("kappa [95 %]", 2, each -> each.kappa().toEstimate())
                .pValue("exact p", each -> each.test().exactPValue())
                .table();
    }

    /** The worst mistakes by key, without their texts. */
    public static Table mistakes(String title, Mistakes mistakes) {
        return TableBuilder.of(title, mistakes.pairs())
                .column("pair", PairScores.Scored::key)
                .column("better one's score", 3, pair -> pair.scores().chosen())
                .column("other's score", 3, pair -> pair.scores().rejected())
                .column("margin", 3, PairScores.Scored::margin)
                .column("characters", pair -> pair.lengths().chosen())
                .column("other's characters", pair -> pair.lengths().rejected())
                .table();
    }

    /** Expected gold score by n. */
    public static Table bestOf(String title, BestOfNCurve curve) {
        return TableBuilder.of(title, curve.points())
                .column("n", BestOfNCurve.Point::n)
                .column("chosen by the model [95 %]", point -> point.chosen().toEstimate())
                .column("best there is", 3, BestOfNCurve.Point::best)
                .table();
    }

    /** Weights with the label that tells where they were searched. */
    public static Table weights(String title, List<FittedWeights> found) {
        return TableBuilder.of(title, found)
                .column("search", FittedWeights::label)
                .columns(List.of(Attribute.values()), Attribute::key, 3, (attribute, each) -> each.weights()
                        .of(attribute))
                .column("accuracy there", 3, FittedWeights::accuracy)
                .table();
    }

    /** What searching on the evaluation rows pretends. */
    public static Table optimism(String title, List<SearchOptimism> all) {
        return TableBuilder.of(title, all)
                .column("rows", SearchOptimism::rows)
                .column("method", each -> each.apparent().method())
                .column("searched on these rows", 3, each -> each.apparent().accuracy())
                .column("held out [95 %]", each -> each.nested().toEstimate())
                .column("optimism [95 %]", each -> each.optimism().toEstimate())
                .table();
    }
}
