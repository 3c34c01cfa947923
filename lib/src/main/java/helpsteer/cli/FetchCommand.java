package helpsteer.cli;

import helpsteer.data.fetch.Fetch;
import helpsteer.data.io.OfficialFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code helpsteer fetch DATASET ...}: downloads official files into the cache. */
@Command(name = "fetch", description = "Downloads official files into the cache.")
final class FetchCommand extends TerminalCommand {
    /** What can be fetched, for the help. */
    static final class Datasets extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Datasets() {
            super(OfficialFile.datasets());
        }
    }

    @Parameters(
            paramLabel = "DATASET",
            arity = "1..*",
            completionCandidates = Datasets.class,
            description = "Data sets: ${COMPLETION-CANDIDATES}; smollm2 is a language model.")
    private List<String> datasets;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> known = OfficialFile.datasets();
        if (!known.containsAll(datasets)) {
            throw wrong("dataset must be one of " + known + ", got " + String.join(" ", datasets));
        }
        Fetch fetch = Fetch.toCache();
        for (String dataset : datasets) {
            for (Path file : fetch.dataset(dataset)) {
                out().println("have " + file);
            }
        }
        return Main.DONE;
    }
}
