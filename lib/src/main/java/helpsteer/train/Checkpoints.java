package helpsteer.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Where and how often a run is kept, so that it can go on after an end of any kind.
 *
 * <p>Each checkpoint is a folder {@code step-00000120} that appears whole: the trained parameters, the optimiser's state,
 * the best parameters so far and {@code checkpoint.json} with the place in the epoch, the history, the settings and the
 * other files' hashes. The loop draws dropout and order from the seed by position, so the place is all that the random
 * state needs. The same folder belongs to one run at a time.
 *
 * @param folder of this run alone; made where it is missing
 * @param everySteps steps between two checkpoints, at least 1
 * @param keep newest checkpoints that are kept, at least 1; each holds the best parameters too
 */
public record Checkpoints(Path folder, int everySteps, int keep) {
    public Checkpoints {
        if (everySteps < 1 || keep < 1) {
            throw new IllegalArgumentException(
                    "everySteps and keep must be at least 1, got " + everySteps + " and " + keep);
        }
    }

    /** Removes them all, for a run that needs no going on; the folder must be in nobody's use. */
    public void remove() {
        try {
            CheckpointFolders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Keeps the newest only. */
    public Checkpoints(Path folder, int everySteps) {
        this(folder, everySteps, 1);
    }
}
