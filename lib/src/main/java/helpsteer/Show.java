package helpsteer;

import helpsteer.report.chart.Charts;
import helpsteer.report.chart.Estimates;
import helpsteer.report.chart.Figure;
import helpsteer.report.listing.Listing;
import helpsteer.report.table.Tables;
import helpsteer.train.metrics.TrainingResult;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/** Charts, tables and sources for the last line of a cell, which shows them. */
public final class Show {
    private static final double CHANCE = 0.5;

    private Show() {}

    /** Accuracies with their intervals, one colour for each model, beside chance. */
    public static Figure chart(Estimates... models) {
        return chart(List.of(models));
    }

    /** The same of a list. */
    public static Figure chart(List<Estimates> models) {
        String names = models.stream().map(Estimates::name).collect(Collectors.joining(", "));
        return chart(names + ": accuracy with 95 % intervals", models);
    }

    /** The same under a title of your own, which should say what is to be seen. */
    public static Figure chart(String title, List<Estimates> models) {
        return Charts.intervals(title, "accuracy, 95 % interval", models, CHANCE);
    }

    /** How training went: the loss of each step, and of the rows held out, by which the best step was chosen. */
    public static Figure chart(TrainingResult training) {
        return chart(training.toString(), training);
    }

    /** The same under a title of your own. */
    public static Figure chart(String title, TrainingResult training) {
        return Figure.of(Charts.learningCurve(
                title,
                training.stepsDone(),
                training.losses(),
                training.validationSteps(),
                training.validationLosses()));
    }

    /** Records as a table, a column for each component. */
    public static <R extends Record> Table table(String title, Class<R> type, List<R> rows) {
        return Tables.of(title, type, rows);
    }

    /** The source of a method as the tests run it. */
    public static Listing source(Class<?> type, String method) {
        return Listing.of(type, method);
    }
}
