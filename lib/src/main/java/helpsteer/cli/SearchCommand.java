package helpsteer.cli;

import helpsteer.data.Split;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.report.table.RunTables;
import helpsteer.reward.search.Configuration;
import helpsteer.reward.search.Criterion;
import helpsteer.reward.search.HyperparameterSearch;
import helpsteer.reward.search.SearchSpace;
import helpsteer.reward.training.Start;
import helpsteer.run.Seed;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.Watcher;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code helpsteer search FOLDER}: a grid over rate, epochs and batch, each combination a run of its own. */
final class SearchCommand {
    static final Command COMMAND = new Command(
            "search",
            "FOLDER [--rate X,X...] [--epochs N,N...] [--batch N,N...] [--by loss|accuracy] and the options of train",
            "trains each combination in a run of its own, takes the best by held-out rows and tells its accuracy on"
                    + " test rows; the same call goes on with a search that was cut off",
            SearchCommand::run);

    private static final double TEST = 0.15;
    private static final Seed TEST_SEED = new Seed(20);

    private SearchCommand() {}

    private static int run(List<String> given, PrintStream out) {
        Words words = new Words(given);
        List<Double> rates = words.numbers("--rate");
        List<Double> epochs = words.numbers("--epochs");
        List<Double> batches = words.numbers("--batch");
        String by = words.oneOf("--by", List.of("loss", "accuracy"));
        TrainWords asked = TrainWords.of(words);
        Path folder = Path.of(words.arguments("FOLDER").get(0));
        TrainingArgs tuning = asked.tuning();
        Map<String, List<Double>> lists = new LinkedHashMap<>();
        lists.put("rate", or(rates, tuning.peakRate()));
        lists.put("epochs", whole("--epochs", or(epochs, tuning.epochs())));
        lists.put("batch", whole("--batch", or(batches, tuning.batchRows())));

        Split<TrainRows> parts = TrainRows.read(asked, DataHome.find(), out).parted(TEST, TEST_SEED);
        TrainRows train = parts.train().get(0);
        TrainRows test = parts.validation().get(0);
        Start start = asked.start().open();
        List<Configuration> candidates = SearchSpace.grid(lists);
        out.println(candidates.size() + " candidates; " + test.size() + " of " + (train.size() + test.size())
                + " are kept for the test");
        HyperparameterSearch search = new HyperparameterSearch(
                candidates,
                c -> new Run<>(
                        train.job(start),
                        tuning.withEpochs(c.count("epochs")).withRowsAndRate(c.count("batch"), c.value("rate"))),
                Criterion.valueOf(by.toUpperCase(Locale.ROOT)),
                test::judge);
        HyperparameterSearch.Found found = search.run(folder, Watcher.NONE, new TerminalProgress());
        out.println(RunTables.text(RunTables.search("", found)));
        out.println(RunTables.best(found));
        return Main.DONE;
    }

    private static List<Double> or(List<Double> named, double usual) {
        return named.isEmpty() ? List.of(usual) : named;
    }

    private static List<Double> whole(String name, List<Double> values) {
        for (double value : values) {
            if (value != Math.rint(value)) {
                throw new UsageException(name + " must be whole numbers, got " + value);
            }
        }
        return values;
    }
}
