package helpsteer.cli;

import helpsteer.cli.options.Arguments.Rate;
import helpsteer.cli.options.ModelOptions;
import helpsteer.cli.options.RunFolder;
import helpsteer.cli.options.TrainingOptions;
import helpsteer.data.Split;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.table.RunTables;
import helpsteer.reward.search.Configuration;
import helpsteer.reward.search.Criterion;
import helpsteer.reward.search.HyperparameterSearch;
import helpsteer.reward.search.SearchSpace;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.TrainingRows;
import helpsteer.run.Seed;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code helpsteer search FOLDER}: a grid over rate, epochs and batch, each combination a run of its own. */
@Command(
        name = "search",
        description =
                "Trains each combination of settings in a run of its own, takes the best by held-out rows and tells"
                        + " its accuracy on test rows; the same call goes on with a search that was cut off.")
final class SearchCommand extends TerminalCommand {
    private static final double TEST = 0.15;
    private static final Seed TEST_SEED = new Seed(20);

    @Mixin
    private final RunFolder folder = new RunFolder();

    @Option(
            names = "--rate",
            paramLabel = "X",
            split = ",",
            converter = Rate.class,
            description = "Highest learning rates to try (default: the one of train).")
    private List<Double> rates = List.of();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            split = ",",
            description = "Passes over the rows to try (default: those of train).")
    private List<Integer> epochs = List.of();

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            description = "Rows of a step to try (default: those of train).")
    private List<Integer> batches = List.of();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "What makes a run the best on the held-out rows: loss or accuracy (default: loss).")
    private Criterion by = Criterion.LOSS;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final TrainingOptions options = new TrainingOptions();

    @Override
    public Integer call() {
        Path path = folder.path();
        options.check();
        model.check();
        TrainingArgs tuning = options.tuning(model);
        Map<String, List<Double>> lists = new LinkedHashMap<>();
        lists.put("rate", values("--rate", rates, tuning.peakRate()));
        lists.put("epochs", values("--epochs", epochs, tuning.epochs()));
        lists.put("batch", values("--batch", batches, tuning.batchRows()));

        Initialization start = model.open();
        TrainingRows rows = options.read(DataHome.find());
        out().println(rows);
        Split<TrainingRows> parts = rows.parted(TEST, TEST_SEED);
        TrainingRows train = parts.train().get(0);
        TrainingRows test = parts.validation().get(0);
        List<Configuration> candidates = SearchSpace.grid(lists);
        out().println(candidates.size() + " candidates; " + test.size() + " of " + rows.size()
                + " are kept for the test");
        HyperparameterSearch search = new HyperparameterSearch(
                candidates,
                c -> new Run<>(
                        train.job(start),
                        tuning.withEpochs(c.count("epochs")).withRowsAndRate(c.count("batch"), c.value("rate"))),
                by,
                test::judge);
        HyperparameterSearch.Found found = search.run(path);
        out().println(RunTables.text(RunTables.search("", found)));
        out().println(RunTables.best(found));
        return Main.DONE;
    }

    private List<Double> values(String name, List<? extends Number> given, double usual) {
        if (given.stream().distinct().count() != given.size()) {
            throw wrong(name + " must name each value once, got " + given);
        }
        return given.isEmpty()
                ? List.of(usual)
                : given.stream().map(Number::doubleValue).toList();
    }
}
