package helpsteer.report.table;

import helpsteer.report.chart.Charts;
import helpsteer.report.chart.Estimates;
import helpsteer.report.chart.Figure;
import helpsteer.report.chart.Line;
import helpsteer.stats.Estimate;
import helpsteer.study.losses.AttributeRecovery;
import helpsteer.study.losses.LengthRemedy;
import helpsteer.study.losses.LossReport;
import helpsteer.study.losses.LossReport.SituationResult;
import helpsteer.study.losses.Score;
import helpsteer.study.losses.Situation.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/** Tables and charts of the study of losses. All accuracies are of simulated pairs. */
public final class LossTables {
    private LossTables() {}

    /** An arm in a situation. */
    private record Row(SituationResult result, Score score) {
        private <T> @Nullable T contrast(Function<Score.Contrast, T> what) {
            return score.contrast().map(what).orElse(null);
        }
    }

    private static List<Row> rows(LossReport report, Part part) {
        return report.part(part).stream()
                .flatMap(result -> result.scores().stream().map(score -> new Row(result, score)))
                .toList();
    }

    /**
     * A row for each arm in each situation of a part: what it learnt, beside what is possible, and its difference to its
     * reference.
     */
    public static Table accuracies(LossReport report, Part part) {
        return compared(described(report, part)
                        .column("cosine [95 %]", row -> row.score().means().cosine())
                        .column(
                                "accuracy, gold [95 %]",
                                row -> row.score().means().gold())
                        .column(
                                "accuracy, labels [95 %]",
                                row -> row.score().means().labels())
                        .column(
                                "best possible, labels [95 %]",
                                row -> row.result().best().labels()))
                .table();
    }

    /** The same of a planted length bias: how much of it each arm copies, beside what raters give and what is right. */
    public static Table lengthBias(LossReport report) {
        return compared(described(report, Part.LENGTH_BIAS)
                        .column("raters' weight", 3, row -> row.result().plantedWeight())
                        .column(
                                "weight on length [95 %]",
                                row -> row.score().means().lengthWeight())
                        .column("share copied", 2, LossTables::copied)
                        .column(
                                "longer wins at equal gold [95 %]",
                                row -> row.score().means().longerWins())
                        .column(
                                "if all is copied",
                                3,
                                row -> row.result().best().longerWins().value())
                        .column(
                                "accuracy, gold [95 %]",
                                row -> row.score().means().gold()))
                .table();
    }

    private static TableBuilder<Row> described(LossReport report, Part part) {
        return TableBuilder.of(part.title(), rows(report, part))
                .column("pairs", row -> row.result().situation().pairs())
                .column("data", row -> row.result().situation().name())
                .column("ties", 2, row -> row.result().tieShare())
                .column("learner", row -> row.score().arm().words());
    }

    private static TableBuilder<Row> compared(TableBuilder<Row> table) {
        return table.column(
                        "less that of", row -> row.contrast(c -> c.reference().words()))
                .column("difference, gold [95 %]", 4, row -> row.contrast(Score.Contrast::gold))
                .pValue("p after Holm", row -> row.contrast(Score.Contrast::holm));
    }

    private static @Nullable Double copied(Row row) {
        double planted = row.result().plantedWeight();
        return planted == 0
                ? null
                : (Double) (row.score().means().lengthWeight().value() / planted);
    }

    /** A row for each attribute and number of pairs: what regression recovers, beside what is possible. */
    public static Table attributes(LossReport report) {
        return TableBuilder.of("Regression of five attributes", report.attributes())
                .column("pairs", AttributeRecovery::pairs)
                .column("attribute", row -> row.attribute().key())
                .column("cosine [95 %]", AttributeRecovery::cosine)
                .column("R² [95 %]", AttributeRecovery::rSquared)
                .column("best straight line [95 %]", row -> row.best().linear())
                .column("best possible [95 %]", row -> row.best().any())
                .table();
    }

    /** Accuracy against noisy labels by the number of pairs, a line with its band for each loss, and the best possible. */
    public static XYChart learningCurve(String title, LossReport report) {
        Map<String, List<Line.Point>> points = new LinkedHashMap<>();
        List<Line.Point> best = new ArrayList<>();
        for (SituationResult result : report.part(Part.LEARNING_CURVE)) {
            double x = Math.log10(result.situation().pairs());
            result.scores().forEach(score -> points.computeIfAbsent(score.arm().words(), name -> new ArrayList<>())
                    .add(Line.Point.of(x, score.means().labels())));
            best.add(Line.Point.of(x, result.best().labels()));
        }
        List<Line> lines = new ArrayList<>();
        points.forEach((name, own) -> lines.add(new Line(name, own)));
        lines.add(new Line("best possible", best));
        return Charts.lines(title, "pairs (log10)", "accuracy against noisy labels", lines);
    }

    /** The weight on length under the largest bias as a forest plot, a series for each remedy; dashed: none, and what raters give. */
    public static Figure biasCopied(String title, LossReport report) {
        List<SituationResult> all = report.part(Part.LENGTH_BIAS);
        SituationResult last = all.get(all.size() - 1);
        List<Estimates> series = new ArrayList<>();
        for (LengthRemedy remedy : LengthRemedy.values()) {
            Map<String, Estimate> items = new LinkedHashMap<>();
            last.scores().stream()
                    .filter(score -> score.arm().remedy() == remedy)
                    .forEach(score -> items.put(
                            score.arm().learner().words(), score.means().lengthWeight()));
            series.add(new Estimates(remedy.words(), items));
        }
        return Charts.intervals(title, "points for a standard deviation of length", series, 0, last.plantedWeight());
    }
}
