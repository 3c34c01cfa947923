package helpsteer.report.table;

import helpsteer.align.TimingTable;
import helpsteer.align.eval.AttributeLogRatio;
import helpsteer.align.eval.ControllabilityCurve;
import helpsteer.align.eval.GenerationMetric;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.align.pipeline.AlignmentEvaluation;
import helpsteer.align.pipeline.AlignmentPipeline;
import helpsteer.align.rl.OnlineTraining;
import helpsteer.data.Attribute;
import helpsteer.report.chart.Charts;
import helpsteer.report.chart.Estimates;
import helpsteer.report.chart.Figure;
import helpsteer.reward.AttributeWeights;
import helpsteer.stats.test.PairedTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** Tables and charts of what trained policies answer. Intervals are at 95 % and by prompt. */
public final class PolicyTables {
    private PolicyTables() {}

    private record First(String policy, int question, GenerationMetric.Judged judged) {}

    private record Versus(ScoredGenerations policy, ScoredGenerations base) {}

    /** Means with intervals, a row for each policy. */
    public static Table means(String title, List<ScoredGenerations> policies, List<GenerationMetric> metrics) {
        return TableBuilder.of(title, policies)
                .column("policy", ScoredGenerations::policy)
                .columns(
                        metrics,
                        (table, metric) -> table.column(metric.title(), metric.decimals(), p -> p.mean(metric)))
                .table();
    }

    /** Each policy against one other on the same prompts: differences of means, and how often it wins by a number. */
    public static Table against(
            String title,
            ScoredGenerations base,
            List<ScoredGenerations> policies,
            List<GenerationMetric> metrics,
            GenerationMetric winning) {
        return compared(title, policies.stream().map(p -> new Versus(p, base)).toList(), metrics, winning);
    }

    /** Each policy but the first against the one before it, as {@link #against} does. */
    public static Table steps(
            String title, List<ScoredGenerations> policies, List<GenerationMetric> metrics, GenerationMetric winning) {
        return compared(
                title,
                IntStream.range(1, policies.size())
                        .mapToObj(i -> new Versus(policies.get(i), policies.get(i - 1)))
                        .toList(),
                metrics,
                winning);
    }

    private static Table compared(
            String title, List<Versus> rows, List<GenerationMetric> metrics, GenerationMetric winning) {
        return TableBuilder.of(title, rows)
                .column("policy", row -> row.policy().policy())
                .column("against", row -> row.base().policy())
                .columns(
                        metrics,
                        (table, metric) -> tested(table, metric.title(), metric, row -> row.policy()
                                .against(row.base(), metric)))
                .column("wins by " + winning.title(), 2, row -> row.policy()
                        .wins(row.base(), winning)
                        .rate())
                .pValue("p, wins", row -> row.policy().wins(row.base(), winning).pValue())
                .table();
    }

    private static <R> void tested(
            TableBuilder<R> table, String name, GenerationMetric metric, Function<R, PairedTest> test) {
        table.column(name, metric.decimals() + 1, row -> test.apply(row).toEstimate());
        table.pValue("p, " + metric.title(), row -> test.apply(row).pValue());
    }

    /** Rounds of REINFORCE or PPO, each as it was before training on its samples; the KL is to the stage before. */
    public static Table rounds(String title, List<OnlineTraining.Round> rounds) {
        return TableBuilder.of(title, rounds)
                .column("round", round -> round.round() + 1)
                .column("reward", 3, OnlineTraining.Round::reward)
                .column("KL a token", 4, OnlineTraining.Round::tokenKl)
                .column("tokens", 1, OnlineTraining.Round::tokens)
                .column("share ended", 2, OnlineTraining.Round::shareEnded)
                .column("loss", 4, OnlineTraining.Round::loss)
                .table();
    }

    /** By how much numbers rise for one point of the rating asked for, a row for each policy. */
    public static Table slopes(String title, List<ControllabilityCurve> curves, List<GenerationMetric> metrics) {
        return TableBuilder.of(title, curves)
                .column("policy", ControllabilityCurve::policy)
                .column("asked for", curve -> curve.asked().key())
                .columns(
                        metrics,
                        (table, metric) ->
                                tested(table, metric.title() + " a point", metric, curve -> curve.slope(metric)))
                .table();
    }

    /** By how much likelier held-out responses are under their own ratings, a row for each policy and attribute. */
    public static Table gains(String title, List<AttributeLogRatio> gains) {
        return TableBuilder.of(title, gains)
                .column("policy", AttributeLogRatio::policy)
                .column("told", gain -> gain.attribute().key())
                .column("responses", gain -> gain.nats().size())
                .column("nats gained by its own rating", 2, gain -> gain.test().toEstimate())
                .pValue("p", gain -> gain.test().pValue())
                .table();
    }

    /** A number by the rating asked for, a series for each policy: bands of several policies would hide each other. */
    public static Figure control(String title, List<ControllabilityCurve> curves, GenerationMetric metric) {
        return Charts.intervals(
                title,
                metric.title(),
                curves.stream()
                        .map(curve -> Estimates.of(
                                curve.policy(),
                                curve.points(),
                                point -> curve.asked().key() + " " + point.rating(),
                                point -> point.answers().mean(metric)))
                        .toList());
    }

    /** The first answer to each prompt with a number of it, on one line: a row for each policy and prompt. */
    public static Table answers(String title, List<ScoredGenerations> policies, GenerationMetric metric) {
        List<First> rows = policies.stream()
                .flatMap(policy -> IntStream.range(0, policy.prompts().size())
                        .mapToObj(i -> new First(
                                policy.policy(),
                                i + 1,
                                policy.responses().get(i).get(0))))
                .toList();
        return TableBuilder.of(title, rows)
                .column("policy", First::policy)
                .column("question", First::question)
                .column("answer", row -> row.judged().response().text().strip().replaceAll("\\s+", " "))
                .column(metric.title(), metric.decimals(), row -> metric.of(row.judged()))
                .table();
    }

    /** How the stages of a chain went. Losses of stages of different kinds must not be compared. */
    public static Table stages(String title, List<AlignmentPipeline.Done> stages) {
        return TableBuilder.of(title, stages)
                .column("stage", AlignmentPipeline.Done::name)
                .column("steps", stage -> stage.training().steps().size())
                .column("best step", stage -> stage.training().bestStep())
                .column(
                        "loss at the start",
                        4,
                        stage -> stage.training().validations().get(0).loss())
                .column("best loss", 4, stage -> stage.training().bestLoss())
                .column("tokens", stage -> stage.training().steps().stream()
                        .mapToLong(step -> step.work().tokens())
                        .sum())
                .column("seconds", 1, stage -> stage.training().steps().stream()
                        .mapToDouble(step -> step.work().seconds())
                        .sum())
                .table();
    }

    /** What the parts of an iteration took. */
    public static Table costs(String title, TimingTable costs) {
        return TableBuilder.of(title, costs.parts())
                .column("part", TimingTable.Part::name)
                .column("seconds", 1, TimingTable.Part::seconds)
                .column("share", Tables::percent, part -> costs.seconds() > 0 ? part.seconds() / costs.seconds() : 0.0)
                .column("tokens", TimingTable.Part::tokens)
                .column("tokens a second", 0, TimingTable.Part::tokensPerSecond)
                .table();
    }

    /** Means, tests against the start and against the stage before, and what asking for verbosity changes. */
    public static List<Table> evaluation(AlignmentEvaluation of) {
        List<ScoredGenerations> answers = of.answers();
        ScoredGenerations start = answers.get(0);
        GenerationMetric goodness = GenerationMetric.reward(AttributeWeights.ALIGNMENT);
        List<GenerationMetric> tested = List.of(GenerationMetric.CHARS, goodness);
        List<Table> out = new ArrayList<>();
        out.add(means(
                "On " + start.prompts().size() + " validation prompts; policies that were told ratings are asked for "
                        + of.target().ratings().label(),
                answers,
                List.of(
                        GenerationMetric.CHARS,
                        GenerationMetric.ENDED,
                        GenerationMetric.predicted(Attribute.HELPFULNESS),
                        goodness)));
        out.add(against("Against the start", start, answers.subList(1, answers.size()), tested, goodness));
        if (answers.size() > 2) {
            out.add(steps("Against the stage before", answers, tested, goodness));
        }
        if (!of.curves().isEmpty()) {
            out.add(slopes(
                    "Asked for verbosities of " + of.target().verbosities(),
                    of.curves(),
                    List.of(GenerationMetric.CHARS, GenerationMetric.predicted(Attribute.VERBOSITY))));
        }
        return out;
    }
}
