package helpsteer.train;

import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import java.nio.file.Path;

/**
 * What came of a run.
 *
 * @param model open, closed with the result
 * @param training how the run went, earlier sessions included
 * @param fresh whether it was trained now rather than found
 * @param artefact folder of the saved model; there is none after an interrupt
 * @param <M> the model
 */
public record Result<M extends Trainable>(M model, TrainingResult training, boolean fresh, Path artefact)
        implements AutoCloseable {
    /** Whether the run was stopped before its end, so that nothing was saved but its checkpoint. */
    public boolean interrupted() {
        return training.ending() == Ending.INTERRUPTED;
    }

    /** What made it: the settings and surroundings with which the run was begun. */
    public Provenance provenance() {
        return RunDirectory.provenance(folder());
    }

    /** How much of its texts the model reads, and what was left out because of that. */
    public String truncation() {
        return LoggedRun.read(folder().resolve(Run.LOG)).task().getOrDefault(LoggedRun.TRUNCATION, "");
    }

    /** The run's folder. */
    public Path folder() {
        return artefact.resolveSibling("");
    }

    @Override
    public void close() {
        model.close();
    }
}
