package helpsteer.report.table;

import helpsteer.bench.ablation.AblationResult;
import helpsteer.bench.ablation.ContestResult;
import helpsteer.bench.ablation.Facts;
import helpsteer.bench.ablation.Group;
import helpsteer.bench.ablation.Measure;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Attribute;
import helpsteer.report.chart.Charts;
import helpsteer.report.chart.Estimates;
import helpsteer.report.chart.Figure;
import helpsteer.report.chart.Line;
import helpsteer.stats.Estimate;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.test.CrossedMean;
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

    /** An arm with its result, or with the reason why it was not run. */
    private record Tried(Group group, String name, AblationResult.@Nullable Row row, String missing) {
        /** What the result says, or else what stands there for an arm that was not run. */
        private @Nullable Object of(
                Function<AblationResult.Row, ? extends @Nullable Object> what, @Nullable Object otherwise) {
            return row == null ? otherwise : what.apply(row);
        }
    }

    private record Against(String learner, ContestResult.Against test) {}

    /** How many pairs each arm wins, and what of its difference to the reference is more than noise. */
    public static Table differences(String title, AblationResult result, Measure measure) {
        List<Tried> rows = new ArrayList<>();
        result.rows()
                .forEach(row -> rows.add(new Tried(row.arm().group(), row.arm().name(), row, "")));
        result.missing().forEach(arm -> rows.add(new Tried(arm.group(), arm.name(), null, arm.reason())));
        return TableBuilder.of(title, rows)
                .column("differs in", each -> each.group().title())
                .column("arm", Tried::name)
                .column("responses", each -> each.of(row -> row.facts().responses(), null))
                .column(
                        "seeds",
                        each -> each.of(row -> row.score(measure).accuracy().repetitions(), 0))
                .column(
                        measure.title() + " [95 %]",
                        each -> each.of(row -> row.score(measure).accuracy().toEstimate(), "not run"))
                .column(
                        "SD of seeds",
                        3,
                        each -> each.of(row -> row.score(measure).accuracy().repetitionSd(), ""))
                .column("compared with", each -> each.of(row -> row.arm().reference(), ""))
                .column(
                        "difference [95 %]",
                        each -> each.of(
                                row -> difference(row, measure)
                                        .map(d -> d.mean().toEstimate()),
                                each.missing()))
                .pValue(
                        "p",
                        each -> each.of(
                                row -> difference(row, measure)
                                        .map(d -> d.mean().pValue()),
                                null))
                .pValue(
                        "p after Holm",
                        each -> each.of(
                                row -> difference(row, measure).map(AblationResult.Difference::corrected), null))
                .column(
                        "verdict",
                        each -> each.of(
                                row -> difference(row, measure).map(d -> d.differs() ? "differs" : "within noise"),
                                null))
                .table();
    }

    private static Optional<AblationResult.Difference> difference(AblationResult.Row row, Measure measure) {
        return row.score(measure).difference();
    }

    /** R² and Pearson's r on HelpSteer2's validation rows, means over the seeds, of the attributes trained by rating. */
    public static Table fits(String title, AblationResult result) {
        return TableBuilder.of(
                        title,
                        result.rows().stream()
                                .filter(row -> !row.fits().isEmpty())
                                .toList())
                .column("arm", row -> row.arm().name())
                .columns(List.of(Attribute.values()), (table, attribute) -> table.column(
                                attribute.key() + " R²", 3, row -> mean(row, attribute, FitQuality::rSquared))
                        .column(attribute.key() + " r", 3, row -> mean(row, attribute, FitQuality::pearson)))
                .table();
    }

    private static @Nullable Double mean(
            AblationResult.Row row, Attribute attribute, ToDoubleFunction<FitQuality> number) {
        List<FitQuality> fits = row.fits().get(attribute);
        return fits == null
                ? null
                : (Double) fits.stream().mapToDouble(number).average().orElse(Double.NaN);
    }

    /** How training went with the first seed, and what a seed takes. */
    public static Table trainings(String title, AblationResult result) {
        return TableBuilder.of(title, result.rows())
                .column("arm", row -> row.arm().name())
                .column("responses", row -> row.facts().responses())
                .column("steps", row -> row.facts().steps())
                .column("best step", row -> row.facts().bestStep())
                .column("loss at the start", 4, row -> trained(row, Facts::startLoss))
                .column("best loss", 4, row -> trained(row, Facts::bestLoss))
                .column("dropped", row -> PanelTables.reasons(row.facts().dropped()))
                .column("seconds a seed", row -> Math.round(row.seconds()))
                .table();
    }

    private static @Nullable Double trained(AblationResult.Row row, ToDoubleFunction<Facts> loss) {
        return row.facts().steps() > 0 ? (Double) loss.applyAsDouble(row.facts()) : null;
    }

    /** The differences to the references as a forest plot, group after group. */
    public static Figure forest(String title, AblationResult result, Measure measure) {
        Map<String, Estimate> items = new LinkedHashMap<>();
        for (Group group : Group.values()) {
            for (AblationResult.Row row : result.rows()) {
                if (row.arm().group() == group) {
                    row.score(measure)
                            .difference()
                            .ifPresent(d -> items.put(
                                    row.arm().name() + " − "
                                            + row.arm().reference().orElse(""),
                                    d.mean().toEstimate()));
                }
            }
        }
        return Charts.intervals(
                title,
                "difference in " + measure.title(),
                List.of(new Estimates("difference, 95 % interval", items)),
                0);
    }

    /** The share of pairs won by the number of responses trained on, tuned and frozen, with 95 % bands. */
    public static XYChart sizes(String title, AblationResult result, Measure measure) {
        Map<String, List<Line.Point>> lines = new LinkedHashMap<>();
        for (AblationResult.Row row : result.rows()) {
            if (row.arm().group() == Group.SIZE) {
                CrossedMean score = row.score(measure).accuracy();
                String kind = row.arm().name().substring(0, row.arm().name().indexOf('-'));
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
        return Charts.lines(title, "responses trained on", measure.title(), sorted);
    }

    /** Each learner's share of held-out pairs won and its score on RewardBench. */
    public static Table learners(String title, ContestResult result) {
        return TableBuilder.of(title, result.rows())
                .column("learner", ContestResult.Row::name)
                .column("held-out pairs", row -> row.heldOut().total())
                .column("held-out accuracy [95 %]", row -> row.heldOut().toEstimate())
                .column("RewardBench pairs", row -> row.bench().pairs().size())
                .column("RewardBench overall [95 %]", row -> row.bench().overall(XstestWeights.CURRENT))
                .column("seconds", row -> Math.round(row.seconds()))
                .table();
    }

    /** The paired tests of each learner against the two baselines. */
    public static Table comparisons(String title, ContestResult result) {
        List<Against> rows = result.rows().stream()
                .flatMap(row -> row.comparisons().stream().map(test -> new Against(row.name(), test)))
                .toList();
        return TableBuilder.of(title, rows)
                .column("learner", Against::learner)
                .column("against", row -> row.test().other())
                .column("only it wins", row -> row.test().heldOut().onlyFirst())
                .column("only the other wins", row -> row.test().heldOut().onlySecond())
                .pValue("held-out p", row -> row.test().heldOut().exactPValue())
                .pValue("p after Holm", row -> row.test().heldOutCorrected())
                .column(
                        "RewardBench difference [95 %]",
                        row -> row.test().overall().toEstimate())
                .pValue("RewardBench p", row -> row.test().overall().pValue())
                .pValue("its p after Holm", row -> row.test().overallCorrected())
                .table();
    }

    /** All tables of an ablation as text, for a terminal. */
    public static String text(AblationResult result) {
        StringBuilder out = new StringBuilder();
        for (Measure measure : Measure.values()) {
            out.append(plain(differences(measure.title() + ", share of pairs won", result, measure)));
        }
        return out.append(plain(fits("HelpSteer2 validation rows, means over seeds", result)))
                .append(plain(trainings("Trainings, first seed", result)))
                .toString();
    }

    /** All tables of a comparison as text, for a terminal. */
    public static String text(ContestResult result) {
        return plain(learners("Learners", result)) + plain(comparisons("Paired tests", result));
    }

    private static String plain(Table table) {
        return Tables.rendered(table).plain().stripTrailing() + "\n\n";
    }
}
