package helpsteer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json.Difference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A run's folder: {@code provenance.json}, the log {@code run.jsonl} and a place for checkpoints. One process holds it at
 * a time, and all sessions in it have one provenance's settings.
 */
public final class RunDirectory implements AutoCloseable {
    private static final String PROVENANCE = "provenance.json";

    /** Raised whenever folders of before can no longer be gone on with; 1 had no number, and its settings were words. */
    private static final int FORMAT = 2;

    /** What {@code provenance.json} holds. */
    private record Stored(int format, Provenance.Settings settings, Provenance.Surroundings surroundings) {}

    private final Path folder;
    private final FolderLock lock;
    private final RunLog log;

    private RunDirectory(Path folder, FolderLock lock, RunLog log) {
        this.folder = folder;
        this.lock = lock;
        this.log = log;
    }

    /**
     * Opens a folder for a run, or for going on with the run that it holds; the log tells what differs in the
     * surroundings.
     *
     * @throws IllegalStateException where another process holds it
     * @throws IllegalArgumentException where it holds a run with other settings, naming them
     */
    public static RunDirectory open(Path folder, Provenance provenance) {
        FolderLock lock = FolderLock.of(folder);
        try {
            Path file = folder.resolve(PROVENANCE);
            List<Difference> differences = List.of();
            if (Files.exists(file)) {
                differences = differences(folder, provenance);
            } else {
                Json.save(file, new Stored(FORMAT, provenance.settings(), provenance.surroundings()));
            }
            return new RunDirectory(folder, lock, log(folder, provenance, differences));
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException("cannot open " + folder + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static RunLog log(Path folder, Provenance provenance, List<Difference> differences) {
        RunLog log = RunLog.open(folder.resolve("run.jsonl"));
        try {
            log.write(
                    "start",
                    Map.of(
                            "surroundings",
                            provenance.surroundings(),
                            "changed",
                            differences.stream().map(Difference::toString).toList()));
            return log;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private static List<Difference> differences(Path folder, Provenance provenance) {
        refuseOther(folder, provenance.settings());
        return provenance.surroundings().differencesFrom(provenance(folder).surroundings());
    }

    /**
     * Refuses a folder whose run was begun with other settings.
     *
     * @throws IllegalArgumentException naming each that differs
     */
    public static void refuseOther(Path folder, Provenance.Settings settings) {
        List<Difference> differences =
                settings.differencesFrom(provenance(folder).settings());
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("run must have the settings of " + folder.getFileName() + ", got "
                    + differences.stream().map(Difference::toString).collect(Collectors.joining(", "))
                    + "; choose another folder");
        }
    }

    /**
     * What the run in a folder was begun with.
     *
     * @throws IllegalArgumentException where the file is damaged or of another format, such as an earlier version's
     */
    public static Provenance provenance(Path folder) {
        Path file = folder.resolve(PROVENANCE);
        try {
            JsonNode tree = Json.read(file);
            if (tree.isObject() && tree.path("format").asInt() != FORMAT) {
                throw new IllegalArgumentException(folder.getFileName() + "/" + PROVENANCE + " must have format "
                        + FORMAT + ", got " + tree.path("format").asText("none")
                        + ", which another version of the library wrote; choose another folder, or remove this one to"
                        + " run again");
            }
            Stored stored = Json.read(tree, Stored.class);
            return new Provenance(stored.settings, stored.surroundings);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    PROVENANCE + " must be as it was written, got " + e.getOriginalMessage()
                            + "; choose another folder",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    public RunLog log() {
        return log;
    }

    /** Where the run's checkpoints go. */
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** A file of the run by its name. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        log.close();
        lock.close();
    }
}
