package helpsteer.cli;

import helpsteer.data.fetch.Fetch;
import helpsteer.data.io.OfficialFile;
import helpsteer.report.progress.TerminalProgress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code helpsteer fetch DATASET ...}: downloads official files into the cache. */
final class FetchCommand {
    static final Command COMMAND = new Command(
            "fetch",
            "DATASET...",
            "downloads official files: " + String.join(", ", OfficialFile.datasets()) + "; smollm2 is a language model",
            FetchCommand::run);

    private FetchCommand() {}

    private static int run(List<String> datasets, PrintStream out) throws Exception {
        List<String> known = OfficialFile.datasets();
        if (datasets.isEmpty() || !known.containsAll(datasets)) {
            String got = datasets.isEmpty() ? "none" : String.join(" ", datasets);
            throw new UsageException("dataset must be one of " + known + ", got " + got);
        }
        Fetch fetch = Fetch.toCache(new TerminalProgress());
        for (String dataset : datasets) {
            for (Path file : fetch.dataset(dataset)) {
                out.println("have " + file);
            }
        }
        return Main.DONE;
    }
}
