package helpsteer.reward;

import helpsteer.data.Sample;
import helpsteer.data.Split;
import helpsteer.nn.Torch;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.run.Seed;
import helpsteer.run.Workspace;
import helpsteer.text.Exchange;
import helpsteer.train.Checkpoints;
import helpsteer.train.StepLog;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder gets a head and adapters that learn the five ratings, in a folder of its own: log, checkpoints, and at the
 * end the artefact in {@code model}. A run that was cut off goes on where it stood when it is started again.
 *
 * @param backbone the pretrained model
 * @param reading how it reads; must ask for adapters
 * @param tuning how long and how fast; its seed is the run's
 */
public record DecoderTraining(DecoderBackbone backbone, DecoderReading reading, FineTuning tuning) {
    private static final int FOLDS = 5;
    private static final int STEPS_BETWEEN_CHECKPOINTS = 20;
    private static final double HELD_OUT = 0.1;

    public DecoderTraining {
        if (reading.options().lora().isEmpty()) {
            throw new IllegalArgumentException("reading must ask for adapters, got none; use Decoder.Options.withLora");
        }
    }

    /**
     * A trained model.
     *
     * @param model open; whoever asked for it closes it
     * @param training what the run looked like, earlier sessions included
     * @param rows rows given, those held out included
     * @param provenance what made it
     * @param artefact folder that {@link DecoderArtefact} opens
     */
    public record Trained(RewardModel model, TrainingResult training, int rows, Provenance provenance, Path artefact) {}

    /**
     * Fits a ridge head without intercept on the vectors of the frozen decoder, then trains head and adapters from there;
     * a tenth of the prompts is held out to choose the best step. An interrupted run saves no artefact.
     *
     * @param rows at least 20, of at least 10 prompts
     * @param folder of this run alone
     */
    public Trained run(List<Sample> rows, Path folder, Watcher watcher, Progress progress) {
        Split<Sample> split = Split.byPrompt(rows, Sample::prompt, HELD_OUT, new Seed(0));
        Provenance provenance = provenance(rows);
        try (RunDirectory directory = RunDirectory.open(folder, provenance)) {
            LinearHead head = head(split.train(), progress);
            RewardModel model = RewardModel.of(backbone, reading, head, tuning.seed());
            try {
                TrainingResult training = tuning.run(
                        model,
                        split,
                        new Checkpoints(directory.checkpoints(), STEPS_BETWEEN_CHECKPOINTS),
                        watcher.and(new StepLog(directory.log())),
                        progress);
                if (training.ending() != TrainingResult.Ending.INTERRUPTED) {
                    DecoderArtefact.save(model, folder.resolve("model"));
                }
                return new Trained(model, training, rows.size(), provenance, folder.resolve("model"));
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        }
    }

    /** A folder in the cache for this training on these rows, so that other settings never meet its run. */
    public Path folder(List<Sample> rows) {
        String settings = provenance(rows).settings().toString();
        return Workspace.cache().resolve("runs").resolve(Hash.ofTexts(settings).substring(0, 16));
    }

    private LinearHead head(List<Sample> train, Progress progress) {
        float[][] vectors = Embeddings.of(
                backbone, reading, train.stream().map(Exchange::of).toList(), progress);
        int[] folds = Ridge.folds(train, FOLDS);
        return Ridge.choosingWithoutIntercept(
                        vectors, train.stream().map(Sample::ratings).toList(), folds)
                .head();
    }

    private Provenance provenance(List<Sample> rows) {
        List<String> parts = new ArrayList<>();
        rows.forEach(s -> parts.add(Exchange.of(s).contentHash() + s.ratings()));
        Provenance.Settings settings = new Provenance.Settings(
                backbone.id() + ", " + reading + ", " + tuning,
                tuning.seed().value(),
                Hash.ofTexts(parts.toArray(String[]::new)),
                reading.options().precision().label());
        return new Provenance(settings, Provenance.Surroundings.here(Torch.version(), Torch.describeDevice()));
    }
}
