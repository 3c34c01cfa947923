package helpsteer.report.table;

import helpsteer.data.Attribute;
import helpsteer.report.chart.Charts;
import helpsteer.report.chart.Estimates;
import helpsteer.report.chart.Figure;
import helpsteer.report.chart.Line;
import helpsteer.study.steering.JudgeQuality;
import helpsteer.study.steering.Measure;
import helpsteer.study.steering.SteeringReport;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/** Tables and charts of a study of steering. Intervals are at 95 %, for other prompts and other repetitions alike. */
public final class SteeringTables {
    private SteeringTables() {}

    /** A row for each reward model: how near it comes to the truth. */
    public static Table judges(String title, SteeringReport report) {
        return TableBuilder.of(title, report.judges())
                .column("reward model", JudgeQuality::judge)
                .column("accuracy by gold goodness", JudgeQuality::accuracy)
                .column("r, goodness", 2, JudgeQuality::goodness)
                .columns(
                        List.of(Attribute.values()),
                        attribute -> "r, " + attribute.key(),
                        2,
                        (attribute, row) -> row.attributes().get(attribute))
                .table();
    }

    /** A row for each policy, best first: what its answers are worth. */
    public static Table policies(String title, SteeringReport report) {
        return TableBuilder.of(title, report.policies())
                .column("policy", SteeringReport.PolicyRow::policy)
                .columns(
                        List.of(Measure.values()),
                        (table, measure) -> table.column(measure.title(), measure.decimals(), row -> row.mean(measure)))
                .table();
    }

    /** Each policy against SFT, then each against the next of the order by gold. */
    public static Table differences(String title, SteeringReport report) {
        return TableBuilder.of(title, report.differences())
                .column("policy", SteeringReport.Difference::policy)
                .column("against", SteeringReport.Difference::against)
                .column("gold goodness", 2, SteeringReport.Difference::gold)
                .pValue("p", SteeringReport.Difference::pValue)
                .pValue("p, Holm", SteeringReport.Difference::holm)
                .column("judge's goodness", 2, SteeringReport.Difference::judge)
                .column("second judge's goodness", 2, SteeringReport.Difference::second)
                .table();
    }

    /** A row for each policy that is told ratings and each attribute: the gold rating when it is asked for 0 to 4. */
    public static Table controls(String title, SteeringReport report) {
        return TableBuilder.of(title, report.controls())
                .column("policy", SteeringReport.ControlRow::policy)
                .column("asked for", row -> row.asked().key())
                .column("gold a point", 3, SteeringReport.ControlRow::slope)
                .pValue("p", SteeringReport.ControlRow::pValue)
                .columns(
                        IntStream.rangeClosed(Attribute.MIN, Attribute.MAX)
                                .boxed()
                                .toList(),
                        rating -> "at " + rating,
                        2,
                        (rating, row) ->
                                row.points().get(rating - Attribute.MIN).value())
                .column("rises", row -> row.rises() ? "yes" : "no")
                .table();
    }

    /** Seconds of each part, all sessions together. */
    public static Table seconds(String title, SteeringReport report) {
        return TableBuilder.of(title, report.seconds().entrySet())
                .column("part", Map.Entry::getKey)
                .column("seconds", 1, Map.Entry::getValue)
                .table();
    }

    /** A policy's gold ratings by the rating asked for, a line for each attribute. */
    public static XYChart control(String title, SteeringReport report, String policy) {
        List<Line> lines = report.controls().stream()
                .filter(row -> row.policy().equals(policy))
                .map(row -> new Line(
                        row.asked().key(),
                        IntStream.range(0, row.points().size())
                                .mapToObj(i -> Line.Point.of(
                                        Attribute.MIN + i, row.points().get(i)))
                                .toList()))
                .toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("policy must be one of " + report.told() + ", got " + policy);
        }
        return Charts.lines(title, "rating asked for", "gold rating", lines);
    }

    /** Slopes with intervals, a series for each policy; where one lies above 0, answers follow what is asked for. */
    public static Figure slopes(String title, SteeringReport report) {
        return Charts.intervals(
                title,
                "gold rating a point asked for",
                report.told().stream()
                        .map(policy -> Estimates.of(
                                policy,
                                report.controls().stream()
                                        .filter(row -> row.policy().equals(policy))
                                        .toList(),
                                row -> row.asked().key(),
                                SteeringReport.ControlRow::slope))
                        .toList(),
                0);
    }

    /** What each policy's answers are worth by the truth and by both reward models. */
    public static Figure goodness(String title, SteeringReport report) {
        return Charts.intervals(
                title,
                "goodness",
                Stream.of(Measure.GOLD, Measure.JUDGE, Measure.SECOND_JUDGE)
                        .map(measure -> Estimates.of(
                                measure.title(),
                                report.policies(),
                                SteeringReport.PolicyRow::policy,
                                row -> row.mean(measure)))
                        .toList());
    }
}
