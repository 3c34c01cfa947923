package helpsteer.train;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.train.metrics.TrainingResult;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is trained, from what, on what: with {@link TrainingArgs} all that decides the numbers.
 *
 * @param <M> the model
 */
public interface Job<M extends Trainable> {
    /** What tables call the loss, such as {@code "regression"} or {@code "dpo"}. */
    String loss();

    /** What the model begins as, in one word. */
    String start();

    /** Rows, pairs or prompts on both sides of the split. */
    int rows();

    /** All settings besides the data and the training's arguments. */
    JsonNode settings();

    /** A hash over the data of both sides. */
    String dataSha256();

    /** The type in which the model computes, such as {@code "fp32"}. */
    String dtype();

    /** The model before the first step. */
    M begin(TrainingArgs args);

    /** Trains the model in place, until the end or an interrupt. */
    TrainingResult train(M model, Session session);

    /** What a run leaves in its folder: a folder that is there only once the model is whole. */
    Path artefact(Path run);

    /** Writes a trained model, whole or not at all. */
    void save(M model, Path artefact, TrainingResult training, Provenance provenance);

    /** Whether {@link #save} came to its end. */
    boolean isSaved(Path artefact);

    /** Opens what {@link #save} wrote. */
    M open(Path artefact);

    /**
     * One session of a run: a run that is cut off has more than one.
     *
     * @param directory locked for this session
     */
    record Session(RunDirectory directory, TrainingArgs args) {
        private static final int STEPS_BETWEEN_CHECKPOINTS = 20;

        /** Trains with checkpoints, from the newest of which a run goes on; the log tells what the objective reads. */
        public TrainingResult train(Trainable model, Objective objective) {
            directory.log().write(LoggedRun.TASK, Map.of(LoggedRun.TRUNCATION, objective.truncation()));
            Checkpoints checkpoints = new Checkpoints(directory.checkpoints(), STEPS_BETWEEN_CHECKPOINTS);
            return args.train(model, objective, checkpoints);
        }
    }
}
