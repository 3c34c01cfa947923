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
import helpsteer.reward.DecoderReading;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Scorer;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.training.FineTunedEncoder;
import helpsteer.reward.training.RewardJob;
import helpsteer.reward.training.Start;
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
import org.jspecify.annotations.Nullable;

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
    private final TrainingLoss loss;
    private final TrainingSource source;
    private final TrainingArgs args;

    /** What it begins as, and how it reads; adapters and precision are a decoder's. */
    private record Base(
            String name, boolean decoder, int maxTokens, int rank, Precision precision, @Nullable Path folder) {
        static Base of(String name, boolean decoder, @Nullable Path folder) {
            return new Base(name, decoder, 512, Lora.defaults().rank(), Precision.FLOAT32, folder);
        }
    }

    private RewardModels(Base base, TrainingLoss loss, TrainingSource source, TrainingArgs args) {
        this.base = base;
        this.loss = loss;
        this.source = source;
        this.args = args;
    }

    /** MiniLM (22.6 million parameters), an encoder: minutes on a laptop. All of it is trained. */
    public static RewardModels miniLm() {
        return of(Base.of("MiniLM", false, null));
    }

    /** SmolLM2-135M-Instruct, a decoder, trained by adapters (LoRA): an hour on a laptop, minutes on a GPU. */
    public static RewardModels smolLm2() {
        return of(Base.of("SmolLM2", true, null));
    }

    /** An encoder of the BERT family in a folder of the hub. */
    public static RewardModels encoder(Path folder) {
        return of(Base.of(name(folder), false, folder));
    }

    /** A decoder of the Llama or Qwen family: a folder of the hub or a GGUF file. */
    public static RewardModels decoder(Path folder) {
        return of(Base.of(name(folder), true, folder));
    }

    private static RewardModels of(Base base) {
        TrainingArgs usual = base.decoder() ? TrainingArgs.decoderDefaults() : TrainingArgs.defaults();
        return new RewardModels(base, TrainingLoss.REGRESSION, TrainingSource.RATINGS, usual);
    }

    private static String name(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /**
     * Opens a saved model: the {@code model} folder of a run of {@code environment/helpsteer train}, or a classifier of
     * transformers.
     *
     * @throws helpsteer.weights.InvalidWeightsException where the folder holds no reward model, or a damaged one
     */
    public static Trained open(Path folder) {
        ModelFolder.Opened opened = ModelFolder.open(ModelFolder.folderOf(folder));
        AttributeWeights weights = opened.notes().goodness();
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
        return with(new Base(base.name, base.decoder, tokens, base.rank, base.precision, base.folder));
    }

    /**
     * The rank of a decoder's adapters (LoRA).
     *
     * @throws IllegalArgumentException of an encoder, all of whose parameters are trained
     */
    public RewardModels lora(int rank) {
        requireDecoder("lora", "rank " + rank);
        return with(new Base(base.name, true, base.maxTokens, rank, base.precision, base.folder));
    }

    /**
     * The type in which a decoder computes; parameters and loss stay fp32. On a GPU bf16 is faster.
     *
     * @throws IllegalArgumentException of an encoder, which computes in fp32
     */
    public RewardModels precision(Precision precision) {
        requireDecoder("precision", precision.toString());
        return with(new Base(base.name, true, base.maxTokens, base.rank, precision, base.folder));
    }

    private void requireDecoder(String name, String got) {
        if (!base.decoder()) {
            throw new IllegalArgumentException(name + " must be of a decoder, got " + got + " of " + base.name()
                    + "; begin with RewardModels.smolLm2(), or leave it out");
        }
    }

    private RewardModels with(TrainingArgs other) {
        return new RewardModels(base, loss, source, other);
    }

    private RewardModels with(Base other) {
        return new RewardModels(other, loss, source, args);
    }

    /** Learns by regression on the five ratings, or on helpfulness alone, or by comparison. */
    public RewardModels loss(TrainingLoss by) {
        return new RewardModels(base, by, by.comparison().isPresent() ? source : TrainingSource.RATINGS, args);
    }

    /** Learns by comparison of two responses: regular, with a margin, or scaled by the strength of the preference. */
    public RewardModels loss(BradleyTerry by) {
        return loss(TrainingLoss.of(by));
    }

    /** Whose pairs are compared: made of HelpSteer2's ratings, its own preferences, or HelpSteer3's. */
    public RewardModels pairs(TrainingSource of) {
        return new RewardModels(base, loss, of, args);
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

    Trained train(HelpSteer data) {
        return train(data, Optional.empty());
    }

    Trained train(HelpSteer data, Path folder) {
        return train(data, Optional.of(folder));
    }

    private Trained train(HelpSteer data, Optional<Path> folder) {
        TrainingRows rows = TrainingRows.read(loss, new TrainingRows.Origin(source, data.home()), data.most());
        RewardJob job = rows.job(start());
        Run<RewardModel> run = new Run<>(job, args);
        Result<RewardModel> result = folder.isPresent() ? run.in(folder.get()) : run.cached();
        Learned learned = new Learned(rows, result, TrainingReport.of(result, job, data.validationPairs()));
        return new Trained(toString(), result.model(), job.goodness(), result.artefact(), Optional.of(learned));
    }

    private Start start() {
        if (base.decoder()) {
            PretrainedDecoder decoder =
                    base.folder() == null ? PretrainedDecoder.smolLm2() : PretrainedDecoder.open(base.folder());
            Lora usual = Lora.defaults();
            Lora lora = new Lora(base.rank(), 2.0 * base.rank(), usual.dropout(), usual.targets());
            return Start.of(
                    decoder,
                    DecoderReading.defaults()
                            .withMaxTokens(base.maxTokens())
                            .withOptions(Decoder.Options.defaults()
                                    .withPrecision(base.precision())
                                    .withLora(lora)));
        }
        PretrainedEncoder encoder =
                base.folder() == null ? PretrainedEncoder.miniLm() : PretrainedEncoder.open(base.folder());
        return Start.of(encoder, RewardConfig.defaults().withMaxTokens(base.maxTokens()));
    }

    @Override
    public String toString() {
        return base.name() + ", " + loss;
    }

    /** What a model learned, and how well it does on rows that it has not seen. */
    private record Learned(TrainingRows rows, Result<RewardModel> result, TrainingReport report) {}

    /** A reward model that scores. Alone in a cell it shows how it was trained and how well it fits the validation rows. */
    public static final class Trained implements Scorer, Shown {
        private final String name;
        private final RewardModel model;
        private final AttributeWeights weights;
        private final Path folder;
        private final Optional<Learned> learned;

        private Trained(
                String name, RewardModel model, AttributeWeights weights, Path folder, Optional<Learned> learned) {
            this.name = name;
            this.model = model;
            this.weights = weights;
            this.folder = folder;
            this.learned = learned;
        }

        /** What tables call it, such as {@code "MiniLM, regression"}. */
        public String name() {
            return name;
        }

        @Override
        public List<AttributeScores> score(List<PromptResponse> texts) {
            return model.score(texts);
        }

        /** One number: the attributes' sum under the weights that were learned; higher is better. */
        public double reward(String prompt, String response) {
            return weights.goodness(score(prompt, response));
        }

        /** The weights of the attributes in {@link #reward}. */
        public AttributeWeights weights() {
            return weights;
        }

        /** How training went; empty of a model that was opened. */
        public Optional<TrainingResult> training() {
            return learned.map(l -> l.result().training());
        }

        /** What was measured on the validation rows; empty of a model that was opened. */
        public Optional<TrainingReport> report() {
            return learned.map(Learned::report);
        }

        /** Whether training was stopped; the same call goes on. Such a model has the best parameters so far. */
        public boolean interrupted() {
            return learned.isPresent() && learned.get().result().interrupted();
        }

        /** The folder of the saved model, which HuggingFace's transformers opens, too. */
        public Path folder() {
            return folder;
        }

        /** The parts: encoder or decoder, head, embeddings, parameters. */
        public RewardModel model() {
            return model;
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
            return learned.filter(l -> !l.report().fit().isEmpty())
                    .map(l -> Rendered.stacked(
                            toString() + "; pairs of unequal helpfulness: "
                                    + l.report().pairs(),
                            Tables.rendered(RunTables.validation("On the validation rows", l.report()))))
                    .orElseGet(() -> Rendered.stacked(toString()
                            + learned.map(l -> "; pairs of unequal helpfulness: "
                                            + l.report().pairs())
                                    .orElse("")));
        }
    }
}
