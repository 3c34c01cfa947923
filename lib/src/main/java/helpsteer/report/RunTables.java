package helpsteer.report;

import helpsteer.data.Attribute;
import helpsteer.reward.search.HyperparameterSearch;
import helpsteer.reward.training.RunSummary;
import helpsteer.reward.training.TrainingReport;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.stats.fit.Correlation;
import helpsteer.stats.fit.FitQuality;
import helpsteer.train.LoggedRun;
import helpsteer.train.TrainingResult.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Tables of runs, for notebooks and for the terminal. */
public final class RunTables {
    private static final double MIB = 1L << 20;
    private static final List<String> COLUMNS = List.of(
            "run",
            "state",
            "loss",
            "start",
            "rows",
            "seed",
            "steps",
            "best step",
            "validation loss",
            "at the best step",
            "accuracy [95 %]",
            "tokens/s",
            "peak MiB",
            "step time");

    private RunTables() {}

    /** A row for each folder; one that cannot be read says so in its row. */
    public static Table of(String title, List<Path> folders) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Path folder : folders) {
            rows.add(row(folder));
        }
        return Tables.of(title, COLUMNS, rows);
    }

    private static List<@Nullable Object> row(Path folder) {
        RunSummary run;
        try {
            run = RunSummary.of(folder);
        } catch (RuntimeException e) { // whatever is wrong with one folder, the others are shown
            List<@Nullable Object> row = Tables.row(folder.toString(), "damaged: " + e.getMessage());
            while (row.size() < COLUMNS.size()) {
                row.add(null);
            }
            return row;
        }
        LoggedRun log = run.log();
        Optional<Validation> best = log.best();
        return Tables.row(
                run.name(),
                run.state().toString(),
                log.task().get("loss"),
                log.task().get("start"),
                log.task().get("rows"),
                run.provenance().settings().seed(),
                log.steps(),
                best.map(Validation::stepsDone).orElse(null),
                best.map(look -> Tables.number(look.loss(), 4)).orElse(null),
                best.map(look -> metrics(look.metrics())).orElse(null),
                run.accuracy()
                        .map(a -> Tables.interval(a.strict(), a.interval()))
                        .orElse(null),
                Tables.number(log.tokensPerSecond(), 0),
                log.peakResidentBytes() == 0 ? null : Tables.number(log.peakResidentBytes() / MIB, 0),
                ProgressState.duration(log.work().seconds()));
    }

    private static String metrics(Map<String, Double> metrics) {
        List<String> parts = new ArrayList<>();
        metrics.forEach((name, value) -> parts.add(name + " " + Tables.number(value, 3)));
        return String.join(", ", parts);
    }

    /** What differs between the provenance of two runs, a row for each thing; none where nothing does. */
    public static Table differences(Path first, Path second) {
        Provenance one = RunDirectory.provenance(first);
        Provenance two = RunDirectory.provenance(second);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String line : two.differencesFrom(one)) {
            int colon = line.indexOf(": ");
            int arrow = line.indexOf(" → ");
            rows.add(Tables.row(line.substring(0, colon), line.substring(colon + 2, arrow), line.substring(arrow + 3)));
        }
        return Tables.of("What differs", List.of("setting", first.toString(), second.toString()), rows);
    }

    /** Error and correlation on the validation rows, by attribute; r with Fisher's interval. */
    public static Table validation(String title, TrainingReport report) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Map.Entry<Attribute, FitQuality> entry : report.fit().entrySet()) {
            FitQuality fit = entry.getValue();
            rows.add(Tables.row(
                    entry.getKey().key(),
                    fit.count(),
                    Tables.number(fit.mse(), 3),
                    Tables.number(fit.rSquared(), 3),
                    correlation(fit)));
        }
        return Tables.of(title, List.of("attribute", "rows", "MSE", "R²", "Pearson r [95 %]"), rows);
    }

    private static String correlation(FitQuality fit) {
        if (fit.count() < 4 || Double.isNaN(fit.pearson())) {
            return Tables.number(fit.pearson(), 3);
        }
        Correlation r = new Correlation(fit.pearson(), fit.count(), Correlation.Kind.PEARSON, 0);
        return Tables.interval(fit.pearson(), r.interval(0.95));
    }

    /** All candidates of a search, the best first. */
    public static Table search(String title, HyperparameterSearch.Found found) {
        List<String> columns = new ArrayList<>(found.best().candidate().values().keySet());
        columns.addAll(List.of("steps", "best step", "validation loss", "at the best step"));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (HyperparameterSearch.Trial trial : found.trials()) {
            List<@Nullable Object> row = Tables.row();
            trial.candidate().values().values().forEach(value -> row.add(Numbers.significant(value, 3)));
            row.add(trial.training().steps().size());
            row.add(trial.training().bestStep());
            row.add(Tables.number(trial.training().bestLoss(), 4));
            row.add(metrics(trial.training().best().metrics()));
            rows.add(row);
        }
        return Tables.of(title, columns, rows);
    }

    /** The best of a search in words, with what keeps its validation numbers from being taken for its worth. */
    public static String best(HyperparameterSearch.Found found) {
        int tries = found.trials().size();
        return "best of " + tries + " by validation " + found.by().name().toLowerCase(Locale.ROOT) + ": "
                + found.best().candidate()
                + (tries == 1 ? "" : " (its numbers above are too good, as the best of " + tries + ")")
                + "; accuracy on test rows that chose nothing: "
                + Tables.interval(found.test().strict(), found.test().interval()) + " of "
                + found.test().total() + " pairs";
    }

    /** A table in plain lines, for a terminal. */
    public static String text(Table table) {
        return TableText.of(table, table.rowCount()).plain();
    }
}
