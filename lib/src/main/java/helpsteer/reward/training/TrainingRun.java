package helpsteer.reward.training;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import helpsteer.nn.Torch;
import helpsteer.reward.RewardModel;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.run.AtomicFile;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.run.Workspace;
import helpsteer.train.AdamWConfig;
import helpsteer.train.Checkpoints;
import helpsteer.train.StepLog;
import helpsteer.train.TrainingResult;
import helpsteer.train.TrainingResult.Ending;
import helpsteer.train.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Any training of a reward model in a folder of its own: {@code provenance.json}, the log {@code run.jsonl},
 * {@code checkpoints}, and at the end {@code training.json} and the artefact {@code model}. A run that was cut off, by
 * whatever, goes on where it stood when it is started again; one that is done is found.
 *
 * @param start what the model begins as
 * @param task what it learns
 */
public record TrainingRun(Start start, Task task) {
    /** Raised whenever the same start and task would train another model. */
    private static final int FORMAT = 3;

    private static final int STEPS_BETWEEN_CHECKPOINTS = 20;
    private static final String TRAINING = "training.json";
    private static final String MODEL = "model";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    /**
     * A trained model.
     *
     * @param model open; whoever asked for it closes it
     * @param training what the run looked like, earlier sessions included
     * @param fresh whether it was trained now rather than found
     * @param provenance what made it
     * @param artefact its folder, which {@link Start#load} opens; there is none after an interrupt
     */
    public record Trained(
            RewardModel model, TrainingResult training, boolean fresh, Provenance provenance, Path artefact) {
        /** Whether the run was stopped before its end, so that nothing was saved but its checkpoint. */
        public boolean interrupted() {
            return training.ending() == Ending.INTERRUPTED;
        }
    }

    /**
     * Trains, goes on, or finds what was trained.
     *
     * @param folder of this run alone
     * @throws IllegalArgumentException where the folder holds a run with other settings
     * @throws IllegalStateException where another process trains in it
     */
    public Trained run(Path folder, Watcher watcher, Progress progress) {
        Optional<TrainingResult> done = finished(folder);
        if (done.isPresent()) {
            return new Trained(
                    start.load(folder.resolve(MODEL)),
                    done.get(),
                    false,
                    RunDirectory.provenance(folder),
                    folder.resolve(MODEL));
        }
        try (RunDirectory directory = RunDirectory.open(folder, provenance())) {
            directory.log().write("task", described());
            return train(directory, RunDirectory.provenance(folder), watcher, progress); // of the first session
        }
    }

    private Trained train(RunDirectory directory, Provenance provenance, Watcher watcher, Progress progress) {
        RewardModel model = task.begin(start, progress);
        try {
            Checkpoints checkpoints = new Checkpoints(directory.checkpoints(), STEPS_BETWEEN_CHECKPOINTS);
            TrainingResult training =
                    task.train(model, checkpoints, watcher.and(new StepLog(directory.log())), progress);
            Path artefact = directory.file(MODEL);
            if (training.ending() != Ending.INTERRUPTED) {
                byte[] json = JSON.writeValueAsBytes(training);
                AtomicFile.write(directory.file(TRAINING), t -> Files.write(t, json));
                start.save(model, artefact, notes(training, provenance)); // last: with it the run is done
            }
            return new Trained(model, training, true, provenance, artefact);
        } catch (IOException e) {
            model.close();
            throw new UncheckedIOException(
                    "cannot write " + TRAINING + ": " + e.getMessage() + "; the checkpoint is"
                            + " kept, so make room and start the run again",
                    e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** What the artefact records: the goodness learned, the run, and the look that chose the parameters. */
    private ArtefactNotes notes(TrainingResult training, Provenance provenance) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        training.best().metrics().forEach((name, value) -> metrics.put("training.heldOut." + name, value));
        metrics.put("training.heldOut.loss", training.bestLoss());
        return new ArtefactNotes(task.goodness(), Optional.of(provenance), metrics);
    }

    /**
     * The history of this run in a folder, where it is done there.
     *
     * @throws IllegalArgumentException where the folder holds a run with other settings
     */
    public Optional<TrainingResult> finished(Path folder) {
        if (!Files.exists(folder.resolve(TRAINING)) || !start.isSaved(folder.resolve(MODEL))) {
            return Optional.empty();
        }
        RunDirectory.refuseOther(folder, settings());
        return Optional.of(history(folder));
    }

    /** Whether some run in a folder is done. */
    static boolean isDone(Path folder) {
        return Files.exists(folder.resolve(TRAINING))
                && Files.exists(folder.resolve(MODEL).resolve("reward.json"));
    }

    private static TrainingResult history(Path folder) {
        try {
            return JSON.readValue(Files.readAllBytes(folder.resolve(TRAINING)), TrainingResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + TRAINING + ": " + e.getMessage() + "; remove the file to train again", e);
        }
    }

    /**
     * Trains once and keeps the model in the cache: the same start, task and engine give the same model, so it is found
     * when it is asked for again.
     */
    public Trained cached(Watcher watcher, Progress progress) {
        Path folder = folder();
        Trained trained = run(folder, watcher, progress);
        if (!trained.interrupted()) {
            new Checkpoints(folder.resolve("checkpoints"), 1).remove();
        }
        return trained;
    }

    /** The folder in the cache that belongs to this run alone. */
    public Path folder() {
        String engine = Torch.version() + ", " + Torch.threads() + " threads"; // sums round differently
        String key = Hash.ofTexts("format " + FORMAT, engine, settings().toString());
        return Workspace.cache().resolve("runs").resolve(key.substring(0, 16));
    }

    /** What makes the run, here and now. */
    private Provenance provenance() {
        return new Provenance(settings(), Provenance.Surroundings.here(Torch.version(), Torch.describeDevice()));
    }

    /** What is asked for. */
    public Provenance.Settings settings() {
        return new Provenance.Settings(
                start.id() + ", " + start.reading() + ", " + task.settings() + ", warm-up " + FineTuning.WARMUP_STEPS
                        + ", " + AdamWConfig.defaults(),
                task.tuning().seed().value(),
                task.dataHash(),
                start.dtype());
    }

    private Map<String, Object> described() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("loss", task.loss());
        out.put("start", start.id());
        out.put("rows", task.rows());
        return out;
    }
}
