package helpsteer.cli;

import helpsteer.report.table.RunTables;
import helpsteer.run.Json;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code helpsteer runs FOLDER…}: what runs there are and how they stand; or how two differ. */
final class RunsCommand {
    static final Command COMMAND = new Command(
            "runs",
            "FOLDER... | --diff FOLDER FOLDER",
            "compares runs, given by their folders or by the folder that holds them; or says what differs in what made"
                    + " two of them",
            RunsCommand::run);

    private RunsCommand() {}

    private static int run(List<String> given, PrintStream out) throws IOException {
        Words words = new Words(given);
        if (words.flag("--diff")) {
            List<String> two = words.arguments("FOLDER", "FOLDER");
            Provenance first = RunDirectory.provenance(Path.of(two.get(0)));
            List<Json.Difference> found =
                    RunDirectory.provenance(Path.of(two.get(1))).differencesFrom(first);
            found.forEach(out::println);
            if (found.isEmpty()) {
                out.println("nothing differs");
            }
            return Main.DONE;
        }
        if (given.isEmpty() || given.stream().anyMatch(word -> word.startsWith("--"))) {
            throw new UsageException("FOLDER must be named, got " + (given.isEmpty() ? "nothing" : given));
        }
        List<Path> folders = new ArrayList<>();
        for (String word : given) {
            folders.addAll(runs(Path.of(word)));
        }
        out.println(RunTables.text(RunTables.of("", folders)));
        return Main.DONE;
    }

    /** The folder itself where it is a run's, else those in it; a folder with neither stays, to be told as damaged. */
    private static List<Path> runs(Path folder) throws IOException {
        if (Files.isDirectory(folder) && !isRun(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                List<Path> runs = inside.filter(RunsCommand::isRun).sorted().toList();
                return runs.isEmpty() ? List.of(folder) : runs;
            }
        }
        return List.of(folder);
    }

    private static boolean isRun(Path folder) {
        return Files.exists(folder.resolve("run.jsonl")) || Files.exists(folder.resolve("provenance.json"));
    }
}
