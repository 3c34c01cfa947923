package helpsteer;

import helpsteer.data.RatedResponse;
import helpsteer.nn.Precision;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import helpsteer.report.table.RunTables;
import helpsteer.report.table.Tables;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.PretrainedModel;
import helpsteer.reward.RewardModel;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.training.FineTunedEncoder;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RewardJob;
import helpsteer.reward.training.TrainingLoss;
import helpsteer.reward.training.TrainingReport;
import helpsteer.reward.training.TrainingRows;
import helpsteer.reward.training.TrainingSource;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a reward model is trained: the pretrained model it begins as, the loss, and the training arguments. Each method gives a
 * changed copy.
 *
 * <pre>{@code
 * var encoder = data.train(RewardModels.miniLm().epochs(2).seed(7));
 * var pairs   = data.train(RewardModels.miniLm().loss(BradleyTerry.SCALED));
 * var decoder = data.train(RewardModels.smolLm2().lora(16));
 * var saved   = RewardModels.open(Path.of("runs/mine/model"));
 * }</pre>
 */
public final class RewardModels {
    private final Base base;
    private final InputConfig input;
    private final TrainingLoss loss;
    private final TrainingSource source;
    private final TrainingArgs args;

    /** The pretrained model it begins as, opened when training begins. */
    private record Base(String name, boolean decoder, Supplier<PretrainedModel> opening) {}

    private RewardModels(Base base, InputConfig input, TrainingLoss loss, TrainingSource source, TrainingArgs args) {
        this.base = base;
        this.input = input;
        this.loss = loss;
        this.source = source;
        this.args = args;
    }

    /** MiniLM (22.6 million parameters), an encoder: minutes on a laptop. All of it is trained. */
    public static RewardModels miniLm() {
        return of(new Base("MiniLM", false, PretrainedEncoder::miniLm));
    }

    /** SmolLM2-135M-Instruct, a decoder, trained by adapters (LoRA): an hour on a laptop, minutes on a GPU. */
    public static RewardModels smolLm2() {
        return of(new Base("SmolLM2", true, PretrainedDecoder::smolLm2));
    }

    /**
     * An encoder of the BERT family, or a decoder of the Llama or Qwen family.
     *
     * @param path a folder of the hub or a GGUF file
     */
    public static RewardModels pretrained(Path path) {
        PretrainedModel model = PretrainedModel.open(path);
        return of(new Base(name(path), model instanceof PretrainedDecoder, () -> model));
    }

    private static RewardModels of(Base base) {
        InputConfig input = base.decoder()
                ? InputConfig.decoder()
                        .withMaxTokens(512)
                        .withOptions(Decoder.Options.defaults().withLora(Lora.defaults()))
                : InputConfig.encoder();
        TrainingArgs usual = base.decoder() ? TrainingArgs.decoderDefaults() : TrainingArgs.defaults();
        return new RewardModels(base, input, TrainingLoss.REGRESSION, TrainingSource.RATINGS, usual);
    }

    private static String name(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /**
     * Opens a saved model: a run of {@code environment/helpsteer train}, or a classifier of transformers.
     *
     * @throws helpsteer.weights.InvalidWeightsException where the folder holds no reward model, or a damaged one
     */
    public static Trained open(Path folder) {
        ModelFolder.Opened opened = ModelFolder.open(ModelFolder.folderOf(folder));
        AttributeWeights weights = opened.notes().weights();
        return new Trained(name(folder), opened.model(), weights, ModelFolder.folderOf(folder), Optional.empty());
    }

    /** Passes over the training rows. */
    public RewardModels epochs(int epochs) {
        return with(args.withEpochs(epochs));
    }

    /** The source of all randomness: order, dropout, adapters. */
    public RewardModels seed(long seed) {
        return with(args.withSeed(new Seed(seed)));
    }

    /** The highest learning rate; it rises linearly to it and falls by a cosine. */
    public RewardModels learningRate(double rate) {
        return with(args.withRowsAndRate(args.batchRows(), rate));
    }

    /** Rows, or pairs, of a step. */
    public RewardModels batchSize(int rows) {
        return with(args.withRowsAndRate(rows, args.peakRate()));
    }

    /** Validations without a better one before training stops. */
    public RewardModels patience(int validations) {
        return with(args.withPatience(validations));
    }

    /** The longest text in tokens; what is longer is cut, the prompt's beginning first. */
    public RewardModels maxTokens(int tokens) {
        return with(input.withMaxTokens(tokens));
    }

    /**
     * The rank of a decoder's adapters (LoRA).
     *
     * @throws IllegalArgumentException of an encoder, all of whose parameters are trained
     */
    public RewardModels lora(int rank) {
        requireDecoder("lora", "rank " + rank);
        return with(input.withOptions(input.options().withLora(Lora.defaults().withRank(rank))));
    }

    /**
     * The type in which a decoder computes; parameters and loss stay fp32. On a GPU bf16 is faster.
     *
     * @throws IllegalArgumentException of an encoder, which computes in fp32
     */
    public RewardModels precision(Precision precision) {
        requireDecoder("precision", precision.toString());
        return with(input.withOptions(input.options().withPrecision(precision)));
    }

    private void requireDecoder(String name, String got) {
        if (!base.decoder()) {
            throw new IllegalArgumentException(name + " must be of a decoder, got " + got + " of " + base.name()
                    + "; begin with RewardModels.smolLm2(), or leave it out");
        }
    }

    private RewardModels with(TrainingArgs other) {
        return new RewardModels(base, input, loss, source, other);
    }

    private RewardModels with(InputConfig other) {
        return new RewardModels(base, other, loss, source, args);
    }

    /** Learns by regression on the five ratings, or on helpfulness alone, or by comparison. */
    public RewardModels loss(TrainingLoss by) {
        return new RewardModels(base, input, by, by.comparison().isPresent() ? source : TrainingSource.RATINGS, args);
    }

    /** Learns by comparison of two responses: regular, with a margin, or scaled by the strength of the preference. */
    public RewardModels loss(BradleyTerry by) {
        return loss(TrainingLoss.of(by));
    }

    /** Whose pairs are compared: made of HelpSteer2's ratings, its own preferences, or HelpSteer3's. */
    public RewardModels pairs(TrainingSource of) {
        return new RewardModels(base, input, loss, of, args);
    }

    /**
     * The same as a learner for cross-validation.
     *
     * @throws IllegalArgumentException of a decoder, or of a loss that compares
     */
    public Learner<RatedResponse> learner() {
        if (base.decoder() || loss != TrainingLoss.REGRESSION) {
            throw new IllegalArgumentException(
                    "learner must be an encoder by regression, got " + this + "; begin with RewardModels.miniLm()");
        }
        return new FineTunedEncoder(start(), args);
    }

    Trained train(HelpSteer data, Optional<Path> folder) {
        TrainingRows rows = TrainingRows.read(loss, new TrainingRows.Origin(source, data.home()), data.most());
        RewardJob job = rows.job(start());
        Run<RewardModel> run = new Run<>(job, args);
        Result<RewardModel> result = folder.isPresent() ? run.in(folder.get()) : run.cached();
        Optional<TrainingReport> report = result.interrupted() // who stops does not wait for the validation rows
                ? Optional.empty()
                : Optional.of(TrainingReport.of(result, job, data.validationPairs()));
        Learned learned = new Learned(rows, result, report);
        return new Trained(toString(), result.model(), job.weights(), result.artefact(), Optional.of(learned));
    }

    private Initialization start() {
        return Initialization.of(base.opening().get(), input);
    }

    @Override
    public String toString() {
        return base.name() + ", " + loss;
    }

    /**
     * How a model was trained.
     *
     * @param rows what it learned, and what was dropped
     * @param result how training went
     * @param report what was measured on the validation rows; empty of a run that was stopped
     */
    public record Learned(TrainingRows rows, Result<RewardModel> result, Optional<TrainingReport> report) {}

    /**
     * A reward model that scores. Alone in a cell it shows how it was trained and how well it fits the validation rows.
     *
     * @param name what tables call it, such as {@code "MiniLM, regression"}
     * @param model the parts: encoder or decoder, head, embeddings, parameters
     * @param weights of the attributes in {@link #reward}
     * @param folder of the saved model, which HuggingFace's transformers opens, too
     * @param learned how it was trained; empty of a model that was opened
     */
    public record Trained(
            String name, RewardModel model, AttributeWeights weights, Path folder, Optional<Learned> learned)
            implements Calibrated, Shown {
        @Override
        public List<AttributeScores> score(List<PromptResponse> texts) {
            return model.score(texts);
        }

        /** One number: the attributes' sum under the weights; higher is better. */
        public double reward(String prompt, String response) {
            return weights.reward(score(prompt, response));
        }

        /** How training went; empty of a model that was opened. */
        public Optional<TrainingResult> training() {
            return learned.map(l -> l.result().training());
        }

        /** What was measured on the validation rows; empty where nothing was trained to its end. */
        public Optional<TrainingReport> report() {
            return learned.flatMap(Learned::report);
        }

        /** Whether training was stopped; the same call goes on. Such a model has the best parameters so far. */
        public boolean interrupted() {
            return learned.isPresent() && learned.get().result().interrupted();
        }

        @Override
        public void close() {
            model.close();
        }

        @Override
        public String toString() {
            return name
                    + learned.map(l -> ": " + l.rows() + "; " + l.result().training()
                                    + (interrupted() ? "; stopped, and the same call goes on" : ""))
                            .orElse(", opened from " + folder);
        }

        @Override
        public Rendered rendered() {
            String pairs = report().map(r -> "; pairs of unequal helpfulness: " + r.pairs())
                    .orElse("");
            return Rendered.stacked(
                    this + pairs,
                    report().filter(r -> !r.fit().isEmpty()).stream()
                            .map(r -> Tables.rendered(RunTables.validation("On the validation rows", r)))
                            .toArray(Rendered[]::new));
        }
    }
}
