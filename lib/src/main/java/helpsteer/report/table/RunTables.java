package helpsteer.report.table;

import helpsteer.reward.search.HyperparameterSearch;
import helpsteer.reward.training.RunSummary;
import helpsteer.reward.training.TrainingReport;
import helpsteer.run.Json.Difference;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import helpsteer.stats.Numbers;
import helpsteer.stats.fit.Correlation;
import helpsteer.stats.fit.FitQuality;
import helpsteer.train.metrics.TrainingResult.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Tables of runs, for notebooks and for the terminal. */
public final class RunTables {
    private static final double MIB = 1L << 20;

    private RunTables() {}

    /** A run, or what is wrong with its folder. */
    private record Seen(String name, String state, @Nullable RunSummary run) {
        static Seen of(Path folder) {
            try {
                RunSummary run = RunSummary.of(folder);
                return new Seen(run.name(), run.state().toString(), run);
            } catch (RuntimeException e) { // whatever is wrong with one folder, the others are shown
                return new Seen(folder.toString(), "damaged: " + e.getMessage(), null);
            }
        }

        @Nullable
        Object of(Function<RunSummary, ? extends @Nullable Object> what) {
            return run == null ? null : what.apply(run);
        }

        @Nullable
        Object best(Function<Validation, Object> what) {
            return of(r -> r.log().best().map(what));
        }
    }

    /** A row for each folder; one that cannot be read says so in its row. */
    public static Table of(String title, List<Path> folders) {
        return TableBuilder.of(title, folders.stream().map(Seen::of).toList())
                .column("run", Seen::name)
                .column("state", Seen::state)
                .columns(
                        List.of("loss", "start", "rows"),
                        (table, key) -> table.column(
                                key, row -> row.of(r -> r.log().task().get(key))))
                .column("seed", row -> row.of(r -> r.provenance().settings().seed()))
                .column("steps", row -> row.of(r -> r.log().steps()))
                .column("best step", row -> row.best(Validation::stepsDone))
                .column("validation loss", 4, row -> row.best(Validation::loss))
                .column("at the best step", row -> row.best(best -> metrics(best.metrics())))
                .column("accuracy [95 %]", row -> row.of(r -> r.accuracy().map(Accuracy::toEstimate)))
                .column("tokens/s", 0, row -> row.of(r -> r.log().tokensPerSecond()))
                .column("peak MiB", 0, row -> row.of(r -> mib(r.log().peakResidentBytes())))
                .column(
                        "step time",
                        row -> row.of(r -> Numbers.duration(r.log().work().seconds())))
                .table();
    }

    private static @Nullable Double mib(long bytes) {
        return bytes == 0 ? null : (Double) (bytes / MIB);
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
        return TableBuilder.of("What differs", two.differencesFrom(one))
                .column("setting", Difference::path)
                .column(first.toString(), Difference::was)
                .column(second.toString(), Difference::is)
                .table();
    }

    /** Error and correlation on the validation rows, by attribute; r with Fisher's interval. */
    public static Table validation(String title, TrainingReport report) {
        return TableBuilder.of(title, report.fit().entrySet())
                .column("attribute", row -> row.getKey().key())
                .column("rows", row -> row.getValue().count())
                .column("MSE", 3, row -> row.getValue().mse())
                .column("R²", 3, row -> row.getValue().rSquared())
                .column("Pearson r [95 %]", row -> correlation(row.getValue()))
                .table();
    }

    private static Estimate correlation(FitQuality fit) {
        return fit.count() < 4 || Double.isNaN(fit.pearson())
                ? Estimate.of(fit.pearson())
                : new Correlation(fit.pearson(), fit.count(), Correlation.Kind.PEARSON, 0).toEstimate();
    }

    /** All candidates of a search, the best first. */
    public static Table search(String title, HyperparameterSearch.Found found) {
        return TableBuilder.of(title, found.trials())
                .columns(
                        found.best().candidate().values().keySet(),
                        (table, name) ->
                                table.column(name, value -> Numbers.significant(value, 3), trial -> trial.candidate()
                                        .values()
                                        .get(name)))
                .column("steps", trial -> trial.training().steps().size())
                .column("best step", trial -> trial.training().bestStep())
                .column("validation loss", 4, trial -> trial.training().bestLoss())
                .column(
                        "at the best step",
                        trial -> metrics(trial.training().best().metrics()))
                .table();
    }

    /** The best of a search in words, with what keeps its validation numbers from being taken for its worth. */
    public static String best(HyperparameterSearch.Found found) {
        int tries = found.trials().size();
        return "best of " + tries + " by validation " + found.by().name().toLowerCase(Locale.ROOT) + ": "
                + found.best().candidate()
                + (tries == 1 ? "" : " (its numbers above are too good, as the best of " + tries + ")")
                + "; accuracy on test rows that chose nothing: " + found.test().toEstimate() + " of "
                + found.test().total() + " pairs";
    }

    /** A table in plain lines, for a terminal. */
    public static String text(Table table) {
        return TableText.of(table, table.rowCount()).plain();
    }
}
