package helpsteer.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.AtomicFile;
import helpsteer.run.FolderLock;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.Safetensors;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one run in their folder.
 *
 * <p>A folder is filled under another name, forced to the disk, then renamed, and older ones go only after that; so there is
 * a whole checkpoint at every moment after the first, however the process ends.
 */
final class CheckpointStore implements AutoCloseable {
    private static final int FORMAT = 2;
    private static final String MANIFEST = "checkpoint.json";
    private static final String PARAMETERS = "parameters.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String BEST = "best.safetensors";

    /** Size and digest of a file. */
    record FileSum(long bytes, String sha256) {}

    /** What {@code checkpoint.json} holds. */
    record Manifest(
            int format,
            JsonNode settings,
            Checkpoint.Place place,
            Checkpoint.History history,
            Map<String, FileSum> files) {}

    private final Checkpoints policy;
    private final JsonNode settings;
    private final FolderLock lock;
    private final CheckpointFolders folders;

    private CheckpointStore(Checkpoints policy, JsonNode settings, FolderLock lock) {
        this.policy = policy;
        this.settings = settings;
        this.lock = lock;
        folders = new CheckpointFolders(policy.folder());
    }

    /**
     * Locks the folder and clears what a killed process left half-written.
     *
     * @param settings what a checkpoint must have in common with this run, by name
     */
    static CheckpointStore open(Checkpoints policy, JsonNode settings) {
        FolderLock lock = FolderLock.of(policy.folder());
        CheckpointStore store = new CheckpointStore(policy, settings, lock);
        try {
            store.folders.clear();
            return store;
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException("cannot clear " + policy.folder() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Whether a checkpoint is to be written after so many steps. */
    boolean due(int stepsDone) {
        return stepsDone % policy.everySteps() == 0;
    }

    /**
     * Writes a checkpoint, then removes those that are no longer kept. An interrupt does not cut it short, but is kept for
     * the caller to see.
     */
    void save(Checkpoint checkpoint) {
        Path target = folders.free(checkpoint.history().steps().size());
        boolean interrupted = Thread.interrupted();
        try {
            while (!written(checkpoint, target)) {
                interrupted |= Thread.interrupted();
            }
            folders.keepNewest(policy.keep());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write checkpoint " + CheckpointFolders.name(target) + ": " + e.getMessage() + "; "
                            + goesOn(),
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the checkpoint was written; an interrupt closes files under the writer's hands. */
    private boolean written(Checkpoint checkpoint, Path target) throws IOException {
        Path part = folders.part(target);
        try {
            Map<String, FileSum> sums = new LinkedHashMap<>();
            for (Map.Entry<String, TensorMap> file : tensors(checkpoint).entrySet()) {
                Path path = part.resolve(file.getKey());
                Safetensors.write(path, file.getValue().all(), Map.of("format", "pt"));
                AtomicFile.force(path);
                sums.put(file.getKey(), sum(path));
            }
            Path manifest = part.resolve(MANIFEST);
            Files.writeString(
                    manifest,
                    Json.line(new Manifest(FORMAT, settings, checkpoint.place(), checkpoint.history(), sums)));
            AtomicFile.force(manifest);
            AtomicFile.move(part, target);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        } finally {
            CheckpointFolders.delete(part);
        }
    }

    private static Map<String, TensorMap> tensors(Checkpoint checkpoint) {
        Map<String, TensorMap> out = new LinkedHashMap<>();
        out.put(PARAMETERS, checkpoint.parameters());
        out.put(OPTIMIZER, checkpoint.optimizer());
        out.put(BEST, checkpoint.best());
        return out;
    }

    private static FileSum sum(Path file) throws IOException {
        return new FileSum(Files.size(file), Hash.ofFile(file));
    }

    /**
     * The newest checkpoint, checked; its tensors are read from its files, so before another one is saved.
     *
     * @throws InvalidCheckpointException where a file of it is not as it was written, or it belongs to another run
     */
    Optional<Checkpoint> newest() {
        List<Path> whole = folders.whole();
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        Path folder = whole.get(whole.size() - 1);
        try {
            Manifest manifest = manifest(folder);
            refuseOther(folder, manifest.settings());
            for (String file : List.of(PARAMETERS, OPTIMIZER, BEST)) {
                refuseDamaged(folder, file, manifest.files().get(file));
            }
            return Optional.of(new Checkpoint(
                    manifest.place(),
                    manifest.history(),
                    Safetensors.read(folder.resolve(PARAMETERS)),
                    Safetensors.read(folder.resolve(OPTIMIZER)),
                    Safetensors.read(folder.resolve(BEST))));
        } catch (IOException | InvalidWeightsException e) {
            throw new InvalidCheckpointException(
                    CheckpointFolders.name(folder) + " must be readable, got " + e.getMessage() + "; " + next(), e);
        }
    }

    private Manifest manifest(Path folder) throws IOException {
        Path file = folder.resolve(MANIFEST);
        if (!Files.exists(file)) {
            throw new InvalidCheckpointException(
                    CheckpointFolders.name(folder) + " must hold " + MANIFEST + ", got none; " + next());
        }
        try {
            JsonNode tree = Json.read(file);
            if (tree.isObject() && tree.path("format").asInt() != FORMAT) {
                throw new InvalidCheckpointException(CheckpointFolders.name(folder) + " must have format " + FORMAT
                        + ", got " + tree.path("format").asText("none") + "; " + next());
            }
            return Json.read(tree, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new InvalidCheckpointException(
                    CheckpointFolders.name(folder) + "/" + MANIFEST + " must be as it was written, got no sound JSON; "
                            + next(),
                    e);
        }
    }

    private void refuseOther(Path folder, JsonNode theirs) {
        List<String> differences = Checkpoint.differences(theirs, settings);
        if (!differences.isEmpty()) {
            throw new InvalidCheckpointException(
                    CheckpointFolders.name(folder) + " must belong to this run, got one with "
                            + String.join(", ", differences) + "; go on with its settings or choose an empty folder");
        }
    }

    private void refuseDamaged(Path folder, String file, @Nullable FileSum expected) throws IOException {
        Path path = folder.resolve(file);
        if (expected == null || !Files.exists(path)) {
            throw new InvalidCheckpointException(
                    CheckpointFolders.name(folder) + " must hold " + file + ", got none; " + next());
        }
        if (!sum(path).equals(expected)) {
            throw new InvalidCheckpointException(CheckpointFolders.name(folder) + "/" + file + " must be the "
                    + expected.bytes() + " bytes that were written, got " + Files.size(path)
                    + " bytes with another hash; " + next());
        }
    }

    private String goesOn() {
        List<Path> whole = folders.whole();
        return "make room and start the run again, which "
                + (whole.isEmpty()
                        ? "begins anew"
                        : "goes on from " + CheckpointFolders.name(whole.get(whole.size() - 1)));
    }

    private String next() {
        List<Path> whole = folders.whole();
        return "remove the folder to "
                + (whole.size() > 1
                        ? "go on from " + CheckpointFolders.name(whole.get(whole.size() - 2))
                        : "begin again");
    }

    @Override
    public void close() {
        lock.close();
    }
}
