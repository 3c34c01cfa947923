package helpsteer.cli;

import helpsteer.cli.options.RunFolder;
import helpsteer.report.table.RunTables;
import helpsteer.run.Json;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code helpsteer runs FOLDER…}: what runs there are and how they stand; or how two differ. */
@Command(
        name = "runs",
        description =
                "Compares runs, given by their folders or by the folder that holds them; or says what differs in what"
                        + " made two of them.")
final class RunsCommand extends TerminalCommand {
    @Parameters(
            paramLabel = "FOLDER",
            arity = "1..*",
            description = "Folders of runs, or of several; with --diff two runs.")
    private List<Path> given;

    @Option(names = "--diff", description = "Says what differs in what made the two runs.")
    private boolean diff;

    @Override
    public Integer call() throws IOException {
        if (diff) {
            if (given.size() != 2) {
                throw wrong("--diff must have two folders of runs, got " + given);
            }
            Provenance first = RunDirectory.provenance(given.get(0));
            List<Json.Difference> found = RunDirectory.provenance(given.get(1)).differencesFrom(first);
            found.forEach(out()::println);
            if (found.isEmpty()) {
                out().println("nothing differs");
            }
            return Main.DONE;
        }
        List<Path> folders = new ArrayList<>();
        for (Path folder : given) {
            List<Path> runs = RunFolder.runs(folder);
            if (runs.isEmpty()) {
                throw new IllegalArgumentException(
                        "FOLDER must hold a run, or folders of runs, got none in " + folder + "; correct the path");
            }
            folders.addAll(runs);
        }
        out().println(RunTables.text(RunTables.of("", folders)));
        return Main.DONE;
    }
}
