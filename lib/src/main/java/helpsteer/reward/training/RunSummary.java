package helpsteer.reward.training;

import helpsteer.run.FolderLock;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.stats.Accuracy;
import helpsteer.train.LoggedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A run's folder at a glance.
 *
 * @param name of the folder
 * @param state how it stands
 * @param provenance what made it
 * @param log what its log tells
 * @param accuracy on validation pairs, empty where no report was written
 */
public record RunSummary(String name, State state, Provenance provenance, LoggedRun log, Optional<Accuracy> accuracy) {

    /** How a run stands. */
    public enum State {
        /** The model is saved. */
        FINISHED,
        /** A process holds the folder. */
        RUNNING,
        /** Neither; the same call goes on. */
        INTERRUPTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a folder without touching it.
     *
     * @throws RuntimeException where a file of it is missing or damaged, with a message that names the file
     */
    public static RunSummary of(Path folder) {
        Provenance provenance = RunDirectory.provenance(folder);
        LoggedRun log = LoggedRun.read(folder.resolve("run.jsonl"));
        Path result = folder.resolve("result.json");
        Optional<Accuracy> accuracy = Files.exists(result)
                ? Optional.ofNullable(TrainingReport.load(result).pairs())
                : Optional.empty();
        State state = FolderLock.isHeld(folder) ? State.RUNNING : isDone(folder) ? State.FINISHED : State.INTERRUPTED;
        return new RunSummary(
                folder.toAbsolutePath().normalize().getFileName().toString(), state, provenance, log, accuracy);
    }

    private static boolean isDone(Path folder) {
        return Files.exists(folder.resolve("training.json")) && Files.exists(folder.resolve("model/reward.json"));
    }
}
