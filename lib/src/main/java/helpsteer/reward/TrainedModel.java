package helpsteer.reward;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import helpsteer.data.Sample;
import helpsteer.nn.Torch;
import helpsteer.run.AtomicFile;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.run.Workspace;
import helpsteer.text.Exchange;
import helpsteer.train.AdamWConfig;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fine-tuned model that is trained once: the same data, settings and seed give the same model, so it is kept.
 *
 * @param model open; whoever asked for it closes it
 * @param training what the run looked like, when it was run
 * @param fresh whether it was trained now rather than found
 * @param folder where the artefact lies
 */
public record TrainedModel(RewardModel model, TrainingResult training, boolean fresh, Path folder) {
    /** Raised whenever the same recipe would train another model, or its history is written in another form. */
    private static final int FORMAT = 2;

    private static final String TRAINING = "training.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What to train: an encoder, how it reads, and how long. */
    public record Recipe(Backbone backbone, RewardConfig reading, FineTuning tuning) {}

    /**
     * Fits a ridge head on the frozen encoder, then trains encoder and head together from there.
     *
     * <p>Starting from a fitted head keeps the first steps from distorting what the encoder knows (Kumar et al. 2022).
     */
    public static TrainedModel of(
            Recipe recipe, List<Sample> train, List<Sample> validation, Watcher watcher, Progress progress) {
        Path folder = Workspace.cache().resolve("trained").resolve(key(recipe, train, validation));
        if (RewardArtefact.exists(folder)) {
            TrainingResult training = readTraining(folder);
            return new TrainedModel(RewardArtefact.load(folder), training, false, folder);
        }
        LinearHead head = new FrozenEncoder(recipe.backbone(), recipe.reading())
                .ridge(train, progress)
                .head();
        RewardModel model = RewardModel.of(recipe.backbone(), recipe.reading(), head);
        try {
            TrainingResult training = recipe.tuning().run(model, train, validation, watcher, progress);
            if (training.ending() != TrainingResult.Ending.INTERRUPTED) {
                writeTraining(folder, training);
                RewardArtefact.save(model, folder);
            }
            return new TrainedModel(model, training, true, folder);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static String key(Recipe recipe, List<Sample> train, List<Sample> validation) {
        List<String> parts = new ArrayList<>(List.of(
                "format " + FORMAT,
                Torch.version() + ", " + Torch.threads() + " threads", // sums round differently
                recipe.backbone().id(),
                recipe.reading().key(),
                recipe.tuning() + ", " + FineTuning.WARMUP_STEPS + ", " + AdamWConfig.defaults()));
        for (List<Sample> rows : List.of(train, validation)) {
            parts.add(Integer.toString(rows.size()));
            rows.forEach(s -> parts.add(Exchange.of(s).contentHash() + s.ratings()));
        }
        return Hash.ofTexts(parts.toArray(String[]::new)).substring(0, 16);
    }

    private static TrainingResult readTraining(Path folder) {
        try {
            return JSON.readValue(Files.readAllBytes(folder.resolve(TRAINING)), TrainingResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + TRAINING + ": " + e.getMessage() + "; remove the folder to train again", e);
        }
    }

    private static void writeTraining(Path folder, TrainingResult training) {
        try {
            byte[] json = JSON.writeValueAsBytes(training);
            AtomicFile.write(folder.resolve(TRAINING), t -> Files.write(t, json));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + TRAINING + ": " + e.getMessage(), e);
        }
    }
}
