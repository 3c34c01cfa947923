package helpsteer.cli.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The folder that a run is kept in. */
public final class RunFolder {
    /** What a search and an alignment leave in their folder: the runs themselves lie in folders within. */
    private static final Pattern BEGUN = Pattern.compile("\\.lock|[1-9]\\d*-(sft|steerlm|dpo|reinforce|ppo).*");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            paramLabel = "FOLDER",
            description = "Folder of the run; the same call with the same folder goes on where it was cut off.")
    private Path folder;

    /** The folder, which may not exist yet. */
    public Path path() {
        try {
            check(folder, Path.of("").toAbsolutePath());
            return folder;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Refuses a file, and the working folder unless it holds a run, or is empty and named by a dot: a run writes a dozen
     * files, which nobody wants beside whatever is there.
     */
    public static void check(Path folder, Path working) throws IOException {
        if (Files.exists(working.resolve(folder)) && !Files.isDirectory(working.resolve(folder))) {
            throw new IllegalArgumentException("FOLDER must be a folder, got the file " + folder + "; name another");
        }
        Path given = working.resolve(folder);
        if (!Files.exists(given) || !Files.isSameFile(given, working)) {
            return;
        }
        try (Stream<Path> inside = Files.list(working)) {
            List<Path> files = inside.toList();
            boolean begun = isRun(working)
                    || files.stream()
                            .anyMatch(file ->
                                    BEGUN.matcher(file.getFileName().toString()).matches());
            if (!begun && !(folder.toString().equals(".") && files.isEmpty())) {
                throw new IllegalArgumentException("FOLDER must be a folder of its own, got the working folder "
                        + working + "; name a new one in it, such as runs/first");
            }
        }
    }

    /** The folder itself where it is a run's, else the runs in it. */
    public static List<Path> runs(Path folder) throws IOException {
        if (isRun(folder)) {
            return List.of(folder);
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(RunFolder::isRun).sorted().toList();
        }
    }

    private static boolean isRun(Path folder) {
        return Files.exists(folder.resolve("run.jsonl")) || Files.exists(folder.resolve("provenance.json"));
    }
}
