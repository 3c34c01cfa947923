package helpsteer.report;

import helpsteer.align.TimingTable;
import helpsteer.align.eval.AttributeLogRatio;
import helpsteer.align.eval.ControllabilityCurve;
import helpsteer.align.eval.GenerationMetric;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.align.pipeline.AlignmentPipeline;
import helpsteer.stats.test.PairedTest;
import helpsteer.train.StepRecord;
import helpsteer.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Tables and charts of what trained policies answer. Intervals are at 95 % and by prompt. */
public final class PolicyTables {
    private static final double LEVEL = 0.95;

    private PolicyTables() {}

    /** Means with intervals, a row for each policy. */
    public static Table means(String title, List<ScoredGenerations> policies, List<GenerationMetric> metrics) {
        List<String> columns = new ArrayList<>(List.of("policy"));
        metrics.forEach(m -> columns.add(m.title()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ScoredGenerations policy : policies) {
            List<@Nullable Object> row = Tables.row(policy.policy());
            for (GenerationMetric metric : metrics) {
                row.add(Tables.interval(policy.moments(metric).mean(), policy.interval(metric), metric.decimals()));
            }
            rows.add(row);
        }
        return Tables.of(title, columns, rows);
    }

    /** Each policy against one other on the same prompts: differences of means, and how often it wins by a number. */
    public static Table against(
            String title,
            ScoredGenerations base,
            List<ScoredGenerations> policies,
            List<GenerationMetric> metrics,
            GenerationMetric winning) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ScoredGenerations policy : policies) {
            rows.add(comparison(policy, base, metrics, winning));
        }
        return Tables.of(title, comparisonColumns(metrics, winning), rows);
    }

    /** Each policy but the first against the one before it, as {@link #against} does. */
    public static Table steps(
            String title, List<ScoredGenerations> policies, List<GenerationMetric> metrics, GenerationMetric winning) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 1; i < policies.size(); i++) {
            rows.add(comparison(policies.get(i), policies.get(i - 1), metrics, winning));
        }
        return Tables.of(title, comparisonColumns(metrics, winning), rows);
    }

    private static List<String> comparisonColumns(List<GenerationMetric> metrics, GenerationMetric winning) {
        List<String> columns = new ArrayList<>(List.of("policy", "against"));
        for (GenerationMetric metric : metrics) {
            columns.add(metric.title());
            columns.add("p, " + metric.title());
        }
        columns.add("wins by " + winning.title());
        columns.add("p, wins");
        return columns;
    }

    private static List<@Nullable Object> comparison(
            ScoredGenerations policy,
            ScoredGenerations base,
            List<GenerationMetric> metrics,
            GenerationMetric winning) {
        List<@Nullable Object> row = Tables.row(policy.policy(), base.policy());
        for (GenerationMetric metric : metrics) {
            put(row, policy.against(base, metric), metric);
        }
        ScoredGenerations.WinRate wins = policy.wins(base, winning);
        row.add(Tables.interval(wins.rate(), wins.interval(), 2));
        row.add(Tables.pValue(wins.pValue()));
        return row;
    }

    /** By how much numbers rise for one point of the rating asked for, a row for each policy. */
    public static Table slopes(String title, List<ControllabilityCurve> curves, List<GenerationMetric> metrics) {
        List<String> columns = new ArrayList<>(List.of("policy", "asked for"));
        for (GenerationMetric metric : metrics) {
            columns.add(metric.title() + " a point");
            columns.add("p, " + metric.title());
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ControllabilityCurve curve : curves) {
            List<@Nullable Object> row =
                    Tables.row(curve.policy(), curve.asked().key());
            for (GenerationMetric metric : metrics) {
                put(row, curve.slope(metric), metric);
            }
            rows.add(row);
        }
        return Tables.of(title, columns, rows);
    }

    /** By how much likelier held-out responses are under their own ratings, a row for each policy and attribute. */
    public static Table gains(String title, List<AttributeLogRatio> gains) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AttributeLogRatio gain : gains) {
            PairedTest test = gain.test();
            rows.add(Tables.row(
                    gain.policy(),
                    gain.attribute().key(),
                    gain.nats().size(),
                    Tables.interval(test.differences().mean(), test.interval(LEVEL), 2),
                    Tables.pValue(test.pValue())));
        }
        return Tables.of(title, List.of("policy", "told", "responses", "nats gained by its own rating", "p"), rows);
    }

    private static void put(List<@Nullable Object> row, PairedTest test, GenerationMetric metric) {
        row.add(Tables.interval(test.differences().mean(), test.interval(LEVEL), metric.decimals() + 1));
        row.add(Tables.pValue(test.pValue()));
    }

    /** A number by the rating asked for, a series for each policy: bands of several policies would hide each other. */
    public static Figure control(String title, List<ControllabilityCurve> curves, GenerationMetric metric) {
        List<Estimates> series = new ArrayList<>();
        for (ControllabilityCurve curve : curves) {
            List<Estimate> items = new ArrayList<>();
            for (ControllabilityCurve.Point point : curve.points()) {
                items.add(Estimate.of(
                        curve.asked().key() + " " + point.rating(),
                        point.answers().moments(metric).mean(),
                        point.answers().interval(metric)));
            }
            series.add(new Estimates(curve.policy(), items));
        }
        return Charts.intervals(title, metric.title(), series);
    }

    /** How the stages of a chain went. Losses of stages of different kinds must not be compared. */
    public static Table stages(String title, List<AlignmentPipeline.Done> stages) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AlignmentPipeline.Done stage : stages) {
            TrainingResult training = stage.training();
            List<StepRecord> steps = training.steps();
            rows.add(Tables.row(
                    stage.name(),
                    steps.size(),
                    training.bestStep(),
                    Tables.number(training.validations().get(0).loss(), 4),
                    Tables.number(training.bestLoss(), 4),
                    steps.stream().mapToLong(s -> s.work().tokens()).sum(),
                    Tables.number(
                            steps.stream().mapToDouble(s -> s.work().seconds()).sum(), 1)));
        }
        return Tables.of(
                title,
                List.of("stage", "steps", "best step", "loss at the start", "best loss", "tokens", "seconds"),
                rows);
    }

    /** What the parts of an iteration took. */
    public static Table costs(String title, TimingTable costs) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TimingTable.Part part : costs.parts()) {
            rows.add(Tables.row(
                    part.name(),
                    Tables.number(part.seconds(), 1),
                    Tables.percent(costs.seconds() > 0 ? part.seconds() / costs.seconds() : 0),
                    part.tokens(),
                    Tables.number(part.tokensPerSecond(), 0)));
        }
        return Tables.of(title, List.of("part", "seconds", "share", "tokens", "tokens a second"), rows);
    }
}
