package helpsteer.align.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import helpsteer.align.Policy;
import helpsteer.align.PolicyReading;
import helpsteer.align.dpo.Dpo;
import helpsteer.align.sft.Sft;
import helpsteer.align.sft.SftExample;
import helpsteer.data.PreferencePair;
import helpsteer.data.Split;
import helpsteer.nn.Torch;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.AtomicFile;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.run.Seed;
import helpsteer.train.Checkpoints;
import helpsteer.train.StepLog;
import helpsteer.train.TrainingResult;
import helpsteer.train.TrainingResult.Ending;
import helpsteer.train.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Training of a policy in a folder of its own: {@code provenance.json}, the log {@code run.jsonl}, {@code checkpoints}, and at
 * the end {@code training.json} and what was trained: {@code adapter}, or of a policy without adapters the whole decoder in
 * {@code model}, a language model in HuggingFace's layout. A run that was cut off, by whatever, goes on where it stood when it
 * is started again; one that is done is found.
 *
 * @param words all its settings, as the records print themselves
 * @param dataSha256 hash over its data
 * @param seed of the training
 * @param training what it does
 */
public record PolicyRun(String words, String dataSha256, Seed seed, Training training) {
    private static final int STEPS_BETWEEN_CHECKPOINTS = 20;
    private static final String TRAINING = "training.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Trains a policy, or goes on with the training that a folder holds. */
    @FunctionalInterface
    public interface Training {
        /** Trains until the end or an interrupt; the watcher writes the log, too. */
        TrainingResult train(Policy policy, RunDirectory directory, Watcher watcher, Progress progress);
    }

    /** Fine-tuning on lessons: SFT, or attribute-conditioned SFT (SteerLM) where they have ratings. */
    public static PolicyRun of(Sft sft, Split<SftExample> lessons) {
        return new PolicyRun(
                sft.toString(),
                Hash.ofTexts(lessons.toString()),
                sft.tuning().seed(),
                (policy, directory, watcher, progress) ->
                        sft.run(policy, lessons, checkpoints(directory), watcher, progress));
    }

    /** DPO on pairs; the policy as it begins is the reference. */
    public static PolicyRun of(Dpo dpo, Split<PreferencePair> pairs) {
        return new PolicyRun(
                dpo.toString(),
                Hash.ofTexts(pairs.toString()),
                dpo.tuning().seed(),
                (policy, directory, watcher, progress) ->
                        dpo.run(policy, pairs, checkpoints(directory), watcher, progress));
    }

    /** Where and how often a run is kept. */
    public static Checkpoints checkpoints(RunDirectory directory) {
        return new Checkpoints(directory.checkpoints(), STEPS_BETWEEN_CHECKPOINTS);
    }

    /** The folder of the adapters within that of a run. */
    public static Path adapter(Path folder) {
        return folder.resolve("adapter");
    }

    /** The folder of the whole decoder within that of a run of a policy without adapters. */
    public static Path model(Path folder) {
        return folder.resolve("model");
    }

    /** What is asked for, of a policy that begins as {@code start} says. */
    Provenance.Settings settings(PretrainedDecoder backbone, PolicyReading reading, String start) {
        return settings(String.join(", ", Policy.settings(backbone, reading)), reading, start);
    }

    private Provenance.Settings settings(String policy, PolicyReading reading, String start) {
        return new Provenance.Settings(
                words + ", " + policy + ", start " + start,
                seed.value(),
                dataSha256,
                reading.options().precision().toString());
    }

    /**
     * Trains, goes on, or finds what was trained; the policy then holds it, unless the run was interrupted.
     *
     * @param policy as the run begins, also where it goes on
     * @param start what the policy begins as besides its backbone, such as the hash of the adapters before
     * @param folder of this run alone
     * @throws IllegalArgumentException where the folder holds a run with other settings, naming them
     * @throws IllegalStateException where another process trains in it
     */
    public TrainingResult run(Policy policy, String start, Path folder, Watcher watcher, Progress progress) {
        Provenance.Settings settings = settings(String.join(", ", policy.settings()), policy.reading(), start);
        SavedPolicy saved = SavedPolicy.of(folder, policy.reading());
        if (SavedPolicy.exists(folder)) {
            RunDirectory.refuseOther(folder, settings);
            policy.restore(saved);
            return training(folder);
        }
        Provenance.Surroundings here = Provenance.Surroundings.here(Torch.version(), Torch.describeDevice());
        try (RunDirectory directory = RunDirectory.open(folder, new Provenance(settings, here))) {
            TrainingResult result =
                    training.train(policy, directory, watcher.and(new StepLog(directory.log())), progress);
            if (result.ending() != Ending.INTERRUPTED) {
                byte[] json = JSON.writeValueAsBytes(result);
                AtomicFile.write(directory.file(TRAINING), t -> Files.write(t, json));
                saved.save(policy); // last: with it the run is done
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + TRAINING + ": " + e.getMessage()
                            + "; the checkpoint is kept, so make room and start" + " the run again",
                    e);
        }
    }

    /**
     * The history of a run that is done.
     *
     * @throws UncheckedIOException where it is not, or its history cannot be read
     */
    public static TrainingResult training(Path folder) {
        try {
            return JSON.readValue(Files.readAllBytes(folder.resolve(TRAINING)), TrainingResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + TRAINING + ": " + e.getMessage() + "; remove the run's folder to train again", e);
        }
    }
}
