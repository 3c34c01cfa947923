package helpsteer.train;

import helpsteer.nn.Torch;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.run.Workspace;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A training in a folder of its own: {@code provenance.json}, the log {@code run.jsonl}, {@code checkpoints}, and at the end
 * {@code training.json} and the model. A run that was cut off, by whatever, goes on where it stood when it is started again;
 * one that is done is found.
 *
 * @param job what is trained
 * @param args how long and how fast
 * @param <M> the model
 */
public record Run<M extends Trainable>(Job<M> job, TrainingArgs args) {
    static final String LOG = "run.jsonl";

    /** Raised whenever the same settings would train another model. */
    private static final int FORMAT = 4;

    private static final String TRAINING = "training.json";

    /**
     * Trains, goes on, or finds what was trained.
     *
     * @param folder of this run alone
     * @throws IllegalArgumentException where the folder holds a run with other settings, naming them
     * @throws IllegalStateException where another process trains in it
     */
    public Result<M> in(Path folder) {
        Path artefact = job.artefact(folder);
        Optional<TrainingResult> done = finished(folder);
        if (done.isPresent()) {
            return new Result<>(job.open(artefact), done.get(), false, artefact);
        }
        Provenance.Surroundings here = Provenance.Surroundings.here(Torch.version(), Torch.describeDevice());
        try (RunDirectory directory = RunDirectory.open(folder, new Provenance(settings(), here))) {
            directory.log().write(LoggedRun.TASK, described());
            M model = job.begin(args);
            boolean trained = false;
            try {
                TrainingResult training = train(model, directory);
                if (training.ending() != Ending.INTERRUPTED) {
                    save(directory.file(TRAINING), training);
                    job.save(
                            model,
                            artefact,
                            training,
                            RunDirectory.provenance(folder)); // last: with it the run is done
                }
                trained = true;
                return new Result<>(model, training, true, artefact);
            } finally {
                if (!trained) {
                    model.close();
                }
            }
        }
    }

    private static void save(Path file, TrainingResult training) {
        try {
            Json.save(file, training);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + TRAINING + ": " + e.getMessage()
                            + "; the checkpoint is kept, so make room and start the run again",
                    e);
        }
    }

    /** By name, in the order in which the log tells it. */
    private Map<String, Object> described() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("loss", job.loss());
        out.put("start", job.start());
        out.put("rows", job.rows());
        return out;
    }

    /**
     * The history of this run in a folder, where it is done there.
     *
     * @throws IllegalArgumentException where the folder holds a run with other settings
     */
    public Optional<TrainingResult> finished(Path folder) {
        if (!Files.exists(folder.resolve(TRAINING)) || !job.isSaved(job.artefact(folder))) {
            return Optional.empty();
        }
        RunDirectory.refuseOther(folder, settings());
        return Optional.of(training(folder));
    }

    /**
     * The history of a run that is done, whatever was trained in it.
     *
     * @throws UncheckedIOException where it is not, or its history cannot be read
     */
    public static TrainingResult training(Path folder) {
        try {
            return Json.read(folder.resolve(TRAINING), TrainingResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + TRAINING + ": " + e.getMessage() + "; remove the file to train again", e);
        }
    }

    private TrainingResult train(M model, RunDirectory directory) {
        return TrainingListener.alsoDuring(
                new StepLog(directory.log()), () -> job.train(model, new Job.Session(directory, args)));
    }

    /**
     * Trains once and keeps the model in the cache: the same settings and engine give the same model, so it is found when it
     * is asked for again.
     */
    public Result<M> cached() {
        Path folder = folder();
        Result<M> result = in(folder);
        if (!result.interrupted()) {
            new Checkpoints(folder.resolve("checkpoints"), 1).remove();
        }
        return result;
    }

    /** The folder in the cache that belongs to this run alone. */
    public Path folder() {
        String engine = Torch.version() + ", " + Torch.threads() + " threads"; // sums round differently
        String key = Hash.ofTexts("format " + FORMAT, engine, Json.hash(settings()));
        return Workspace.cache().resolve("runs").resolve(key.substring(0, 16));
    }

    /** All that decides the numbers. */
    public Provenance.Settings settings() {
        return new Provenance.Settings(
                Json.tree(Map.of(
                        "job",
                        job.settings(),
                        "args",
                        args,
                        "optimizer",
                        args.adamW(),
                        "warmupSteps",
                        TrainingArgs.WARMUP_STEPS)),
                args.seed().value(),
                job.dataSha256(),
                job.dtype());
    }
}
