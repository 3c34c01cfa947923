package helpsteer.report.table;

import helpsteer.bench.ablation.Experiment;
import helpsteer.bench.ablation.ExperimentResult;
import helpsteer.bench.ablation.Group;
import helpsteer.bench.ablation.Metric;
import helpsteer.bench.ablation.TrainingFacts;
import helpsteer.data.Attribute;
import helpsteer.report.chart.Charts;
import helpsteer.report.chart.Estimates;
import helpsteer.report.chart.Figure;
import helpsteer.report.chart.Line;
import helpsteer.stats.Estimate;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.McNemar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/** Tables and charts of ablations and of learners compared on the same pairs. */
public final class AblationTables {
    private AblationTables() {}

    /** A variant with its result, or with the reason why it was not run. */
    private record Tried(Group group, String name, ExperimentResult.@Nullable Row row, String missing) {
        /** What the result says, or else what stands there for a variant that was not run. */
        private @Nullable Object of(
                Function<ExperimentResult.Row, ? extends @Nullable Object> what, @Nullable Object otherwise) {
            return row == null ? otherwise : what.apply(row);
        }
    }

    /** A variant against one of its references, by both metrics. */
    private record Against(String learner, ExperimentResult.Difference heldOut, ExperimentResult.Difference overall) {}

    /** How many pairs each variant wins, and what of its difference to the reference is more than noise. */
    public static Table differences(String title, ExperimentResult result, Metric metric) {
        List<Tried> rows = new ArrayList<>();
        result.rows()
                .forEach(row ->
                        rows.add(new Tried(row.variant().group(), row.variant().name(), row, "")));
        for (Experiment.Missing missing : result.missing()) {
            rows.add(new Tried(missing.group(), missing.name(), null, missing.reason()));
        }
        return TableBuilder.of(title, rows)
                .column("differs in", each -> each.group().title())
                .column("arm", Tried::name)
                .column("responses", each -> each.of(row -> row.facts().responses(), null))
                .column(
                        "seeds",
                        each -> each.of(row -> row.score(metric).accuracy().repetitions(), 0))
                .column(
                        metric.title() + " [95 %]",
                        each -> each.of(row -> row.score(metric).accuracy().toEstimate(), "not run"))
                .column(
                        "SD of seeds",
                        3,
                        each -> each.of(row -> row.score(metric).accuracy().repetitionSd(), ""))
                .column(
                        "compared with",
                        each -> each.of(row -> String.join(", ", row.variant().references()), ""))
                .column(
                        "difference [95 %]",
                        each -> each.of(
                                row -> difference(row, metric).map(d -> d.mean().toEstimate()), each.missing()))
                .pValue(
                        "p",
                        each -> each.of(
                                row -> difference(row, metric).map(d -> d.mean().pValue()), null))
                .pValue(
                        "p after Holm",
                        each -> each.of(
                                row -> difference(row, metric).map(ExperimentResult.Difference::corrected), null))
                .column(
                        "verdict",
                        each -> each.of(
                                row -> difference(row, metric).map(d -> d.differs() ? "differs" : "within noise"),
                                null))
                .table();
    }

    private static Optional<ExperimentResult.Difference> difference(ExperimentResult.Row row, Metric metric) {
        return row.score(metric).differences().stream().findFirst();
    }

    /** R² and Pearson's r on HelpSteer2's validation rows, means over the seeds, of the attributes trained by rating. */
    public static Table fits(String title, ExperimentResult result) {
        return TableBuilder.of(
                        title,
                        result.rows().stream()
                                .filter(row -> !row.fits().isEmpty())
                                .toList())
                .column("arm", row -> row.variant().name())
                .columns(List.of(Attribute.values()), (table, attribute) -> table.column(
                                attribute.key() + " R²", 3, row -> mean(row, attribute, FitQuality::rSquared))
                        .column(attribute.key() + " r", 3, row -> mean(row, attribute, FitQuality::pearson)))
                .table();
    }

    private static @Nullable Double mean(
            ExperimentResult.Row row, Attribute attribute, ToDoubleFunction<FitQuality> number) {
        List<FitQuality> fits = row.fits().get(attribute);
        return fits == null
                ? null
                : (Double) fits.stream().mapToDouble(number).average().orElse(Double.NaN);
    }

    /** How training went with the first seed, and what a seed takes. */
    public static Table trainings(String title, ExperimentResult result) {
        return TableBuilder.of(title, result.rows())
                .column("arm", row -> row.variant().name())
                .column("responses", row -> row.facts().responses())
                .column("steps", row -> row.facts().steps())
                .column("best step", row -> row.facts().bestStep())
                .column("loss at the start", 4, row -> trained(row, TrainingFacts::startLoss))
                .column("best loss", 4, row -> trained(row, TrainingFacts::bestLoss))
                .column("dropped", row -> PanelTables.reasons(row.facts().dropped()))
                .column("seconds a seed", row -> Math.round(row.seconds()))
                .table();
    }

    private static @Nullable Double trained(ExperimentResult.Row row, ToDoubleFunction<TrainingFacts> loss) {
        return row.facts().steps() > 0 ? (Double) loss.applyAsDouble(row.facts()) : null;
    }

    /** The differences to the references as a forest plot, group after group. */
    public static Figure forest(String title, ExperimentResult result, Metric metric) {
        Map<String, Estimate> items = new LinkedHashMap<>();
        for (Group group : Group.values()) {
            for (ExperimentResult.Row row : result.rows()) {
                if (row.variant().group() == group) {
                    row.score(metric)
                            .differences()
                            .forEach(d -> items.put(
                                    row.variant().name() + " − " + d.reference(),
                                    d.mean().toEstimate()));
                }
            }
        }
        return Charts.intervals(
                title,
                "difference in " + metric.title(),
                List.of(new Estimates("difference, 95 % interval", items)),
                0);
    }

    /** The share of pairs won by the number of responses trained on, tuned and frozen, with 95 % bands. */
    public static XYChart sizes(String title, ExperimentResult result, Metric metric) {
        Map<String, List<Line.Point>> lines = new LinkedHashMap<>();
        for (ExperimentResult.Row row : result.rows()) {
            if (row.variant().group() == Group.SIZE) {
                CrossedMean score = row.score(metric).accuracy();
                String kind =
                        row.variant().name().substring(0, row.variant().name().indexOf('-'));
                lines.computeIfAbsent(kind, k -> new ArrayList<>())
                        .add(Line.Point.of(row.facts().responses(), score.toEstimate()));
            }
        }
        List<Line> sorted = new ArrayList<>();
        lines.forEach((kind, points) -> sorted.add(new Line(
                kind,
                points.stream()
                        .sorted(Comparator.comparingDouble(Line.Point::x))
                        .toList())));
        return Charts.lines(title, "responses trained on", metric.title(), sorted);
    }

    /** Each learner's share of held-out pairs won and its score on RewardBench. */
    public static Table learners(String title, ExperimentResult result) {
        return TableBuilder.of(title, result.rows())
                .column("learner", row -> row.variant().name())
                .column("held-out pairs", row -> row.score(Metric.VALIDATION).pairs())
                .column("held-out accuracy [95 %]", row -> estimate(row.score(Metric.VALIDATION)))
                .column("RewardBench pairs", row -> row.score(Metric.BENCH).pairs())
                .column("RewardBench overall [95 %]", row -> estimate(row.score(Metric.BENCH)))
                .column("seconds", row -> Math.round(row.seconds()))
                .table();
    }

    private static Estimate estimate(ExperimentResult.Score score) {
        return Estimate.of(score.accuracy().estimate(), score.interval());
    }

    /** The paired tests of each learner against the two baselines. */
    public static Table comparisons(String title, ExperimentResult result) {
        List<Against> rows = new ArrayList<>();
        for (ExperimentResult.Row row : result.rows()) {
            List<ExperimentResult.Difference> heldOut =
                    row.score(Metric.VALIDATION).differences();
            List<ExperimentResult.Difference> bench = row.score(Metric.BENCH).differences();
            for (int i = 0; i < heldOut.size(); i++) {
                rows.add(new Against(row.variant().name(), heldOut.get(i), bench.get(i)));
            }
        }
        return TableBuilder.of(title, rows)
                .column("learner", Against::learner)
                .column("against", row -> row.heldOut().reference())
                .column("only it wins", row -> row.heldOut().exact().map(McNemar::onlyFirst))
                .column("only the other wins", row -> row.heldOut().exact().map(McNemar::onlySecond))
                .pValue("held-out p", row -> row.heldOut().pValue())
                .pValue("p after Holm", row -> row.heldOut().corrected())
                .column(
                        "RewardBench difference [95 %]",
                        row -> row.overall().mean().toEstimate())
                .pValue("RewardBench p", row -> row.overall().pValue())
                .pValue("its p after Holm", row -> row.overall().corrected())
                .table();
    }

    /** All tables of ablations as text, for a terminal. */
    public static String ofAblations(ExperimentResult result) {
        StringBuilder out = new StringBuilder();
        for (Metric metric : Metric.values()) {
            out.append(plain(differences(metric.title() + ", share of pairs won", result, metric)));
        }
        return out.append(plain(fits("HelpSteer2 validation rows, means over seeds", result)))
                .append(plain(trainings("Trainings, first seed", result)))
                .toString();
    }

    /** All tables of a comparison of learners as text, for a terminal. */
    public static String ofLearners(ExperimentResult result) {
        return plain(learners("Learners", result)) + plain(comparisons("Paired tests", result));
    }

    private static String plain(Table table) {
        return Tables.rendered(table).plain().stripTrailing() + "\n\n";
    }
}
