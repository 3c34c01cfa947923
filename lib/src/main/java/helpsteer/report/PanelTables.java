package helpsteer.report;

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
import helpsteer.reward.goodness.FittedWeights;
import helpsteer.reward.goodness.SearchOptimism;
import helpsteer.run.Seed;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Tables of the benchmarks beside RewardBench 1, and of the panels behind an accuracy. */
public final class PanelTables {
    private static final double TENTH = 0.1;
    private static final double QUARTER = 0.25;

    private PanelTables() {}

    /** RewardBench 2 by domain and overall with 95 % intervals, beside what random scores would get. */
    public static Table rewardBench2(String title, List<RewardBench2Result> models, Seed seed) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Domain domain : Domain.values()) {
            OptionalDouble chance = models.get(0).chance(domain);
            List<@Nullable Object> row = Tables.row(
                    domain.title(),
                    models.get(0).rows(domain).size(),
                    chance.isPresent() ? Tables.percent(chance.getAsDouble()) : "");
            for (RewardBench2Result model : models) {
                RewardBenchResult.Estimate score = model.domain(domain, seed);
                row.add(Tables.interval(score.value(), score.interval()));
            }
            rows.add(row);
        }
        List<@Nullable Object> overall =
                Tables.row("Overall, mean of 6", models.get(0).rows().size(), "");
        for (RewardBench2Result model : models) {
            RewardBenchResult.Estimate score = model.overall(seed);
            overall.add(Tables.interval(score.value(), score.interval()));
        }
        rows.add(overall);
        List<String> columns = new ArrayList<>(List.of("domain", "rows", "chance"));
        models.forEach(model -> columns.add(model.model()));
        return Tables.of(title, columns, rows);
    }

    /** A model's overall score on RewardBench 1 by the paper's protocol and by the leaderboard's. */
    public static Table protocols(String title, RewardBenchResult model, PriorSets prior, XstestWeights weights) {
        RewardBenchResult.Estimate paper = model.overall(weights);
        RewardBenchResult.Estimate board = prior.overall(model, weights);
        return Tables.of(
                title,
                List.of("protocol", "overall [95 %]"),
                List.of(
                        Tables.row("paper, mean of 4 sections", Tables.interval(paper.value(), paper.interval())),
                        Tables.row(PriorSets.PROTOCOL, Tables.interval(board.value(), board.interval()))));
    }

    /** What each set of pairs holds and what it leaves out. */
    public static Table sources(String title, List<PairBenchmark> sets) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (PairBenchmark set : sets) {
            List<String> reasons = new TreeMap<>(set.dropped())
                    .entrySet().stream()
                            .map(e -> e.getKey() + " " + e.getValue())
                            .toList();
            rows.add(Tables.row(
                    set.name(),
                    set.pairs().size(),
                    set.dropped().values().stream().mapToInt(Integer::intValue).sum(),
                    String.join("; ", reasons)));
        }
        return Tables.of(title, List.of("set", "pairs", "dropped", "reasons"), rows);
    }

    /** Accuracy on sets of pairs, with an interval that takes pairs of one prompt together. */
    public static Table transfer(String title, List<PairScores> scores, Seed seed) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (PairScores each : scores) {
            Bootstrap byPrompt = each.accuracyByPrompt(seed);
            rows.add(Tables.row(
                    each.benchmark(),
                    each.model(),
                    each.pairs().size(),
                    each.accuracy().ties(),
                    Tables.interval(byPrompt.estimate(), byPrompt.interval())));
        }
        return Tables.of(title, List.of("set", "model", "pairs", "ties", "accuracy [95 %, by prompt]"), rows);
    }

    /** Calibration error with interval and what chance alone makes of it, and Brier score. */
    public static Table calibration(String title, List<Calibration> panels) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Calibration panel : panels) {
            rows.add(Tables.row(
                    panel.benchmark(),
                    panel.model(),
                    panel.temperature(),
                    Tables.interval(panel.ece().estimate(), panel.ece().interval()),
                    panel.floor(),
                    panel.reliability().brier()));
        }
        List<String> columns = List.of("set", "model", "temperature", "ECE [95 %]", "ECE by chance", "Brier score");
        return Tables.decimals(Tables.of(title, columns, rows), 3, "temperature", "ECE by chance", "Brier score");
    }

    /** What length has to do with each model's scores; the accuracies at matched length come from the same pairs. */
    public static Table length(String title, List<PairScores> scores, Seed seed) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (PairScores each : scores) {
            LengthBias panel = LengthBias.of(each, seed);
            rows.add(Tables.row(
                    each.benchmark(),
                    each.model(),
                    Tables.interval(
                            panel.correlation().estimate(), panel.correlation().interval(), 2),
                    Tables.interval(panel.partial().estimate(), panel.partial().interval(), 2),
                    share(panel.longerPreferred()),
                    share(panel.longerBetter()),
                    matched(each, TENTH),
                    matched(each, QUARTER)));
        }
        List<String> columns = List.of(
                "set",
                "model",
                "r with length",
                "partial r",
                "prefers longer",
                "longer is better",
                "within 10 %",
                "within 25 %");
        return Tables.of(title, columns, rows);
    }

    private static String matched(PairScores scores, double share) {
        Optional<Accuracy> accuracy = LengthBias.matched(scores, share);
        return accuracy.map(a -> share(a) + ", n=" + a.total()).orElse("no pairs");
    }

    private static String share(Accuracy accuracy) {
        return Tables.interval(accuracy.strict(), accuracy.interval(), 2);
    }

    /** Accuracy by thirds of the length difference. */
    public static Table lengthTertiles(String title, List<LengthBias> panels) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (LengthBias panel : panels) {
            for (LengthBias.Group group : panel.tertiles()) {
                rows.add(Tables.row(
                        panel.model(),
                        group.least() + " to " + group.most(),
                        group.accuracy().total(),
                        Tables.interval(
                                group.accuracy().strict(), group.accuracy().interval())));
            }
        }
        return Tables.of(
                title, List.of("model", "better response longer by (characters)", "pairs", "accuracy [95 %]"), rows);
    }

    /** Both-right and both-wrong counts, kappa and McNemar's test of pairs of models. */
    public static Table agreement(String title, List<Agreement> pairs) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Agreement each : pairs) {
            rows.add(Tables.row(
                    each.first() + " / " + each.second(),
                    each.bothRight(),
                    each.onlyFirst(),
                    each.onlySecond(),
                    each.bothWrong(),
                    Tables.interval(each.kappa().estimate(), each.kappa().interval(), 2),
                    Tables.pValue(each.test().exactPValue())));
        }
        List<String> columns =
                List.of("models", "both right", "only first", "only second", "both wrong", "kappa [95 %]", "exact p");
        return Tables.of(title, columns, rows);
    }

    /** The worst mistakes by key, without their texts. */
    public static Table mistakes(String title, Mistakes mistakes) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (PairScores.Scored pair : mistakes.pairs()) {
            rows.add(Tables.row(
                    pair.key(),
                    pair.chosen(),
                    pair.rejected(),
                    pair.margin(),
                    pair.chosenLength(),
                    pair.rejectedLength()));
        }
        List<String> columns =
                List.of("pair", "better one's score", "other's score", "margin", "characters", "other's characters");
        Table table = Tables.of(title, columns, rows);
        return rows.isEmpty() ? table : Tables.decimals(table, 3, "better one's score", "other's score", "margin");
    }

    /** Expected gold score by n. */
    public static Table bestOf(String title, BestOfNCurve curve) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (BestOfNCurve.Point point : curve.points()) {
            rows.add(Tables.row(
                    point.n(),
                    Tables.interval(point.chosen().estimate(), point.chosen().interval()),
                    point.best()));
        }
        Table table = Tables.of(title, List.of("n", "chosen by the model [95 %]", "best there is"), rows);
        return Tables.decimals(table, 3, "best there is");
    }

    /** Weights with the label that tells where they were searched. */
    public static Table weights(String title, List<FittedWeights> found) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (FittedWeights each : found) {
            rows.add(Tables.row(
                    each.label(),
                    each.weights().helpfulness(),
                    each.weights().correctness(),
                    each.weights().coherence(),
                    each.weights().complexity(),
                    each.weights().verbosity(),
                    each.accuracy()));
        }
        List<String> columns = List.of(
                "search", "helpfulness", "correctness", "coherence", "complexity", "verbosity", "accuracy there");
        return Tables.decimals(
                Tables.of(title, columns, rows),
                3,
                columns.subList(1, columns.size()).toArray(String[]::new));
    }

    /** What searching on the evaluation rows pretends. */
    public static Table optimism(String title, List<SearchOptimism> all) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (SearchOptimism each : all) {
            rows.add(Tables.row(
                    each.rows(),
                    each.apparent().method(),
                    each.apparent().accuracy(),
                    Tables.interval(each.nested().estimate(), each.nested().interval()),
                    Tables.interval(each.optimism().estimate(), each.optimism().interval())));
        }
        List<String> columns =
                List.of("rows", "method", "searched on these rows", "held out [95 %]", "optimism [95 %]");
        return Tables.decimals(Tables.of(title, columns, rows), 3, "searched on these rows");
    }
}
