package helpsteer.cli.options;

import helpsteer.cli.options.Arguments.Dropout;
import helpsteer.cli.options.Arguments.Modest;
import helpsteer.nn.Precision;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.report.card.ModelCard;
import helpsteer.reward.InputConfig;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.training.Initialization;
import helpsteer.weights.PeftAdapter;
import helpsteer.weights.model.ModelFiles;
import helpsteer.weights.model.Pretrained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a reward model begins as and how it takes in texts: a pretrained model, or one of an earlier run, which keeps its input. */
public final class ModelOptions {
    static final String MINILM = "minilm";
    public static final String SMOLLM2 = "smollm2";

    private static final List<String> READING = List.of("--tokens", "--dropout");
    private static final List<String> OF_ENCODERS = List.of("--read-out");
    private static final List<String> OF_DECODERS = List.of("--rank", "--template", "--bf16", "--checkpointing");
    private static final String LICENCE = "apache-2.0"; // of both pretrained models
    private static final String UNKNOWN = "unknown";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--model",
            paramLabel = "minilm|smollm2|PATH",
            description =
                    "Pretrained model to begin with: an encoder (minilm), a decoder (smollm2), a folder of the hub's"
                            + " or a GGUF file (default: minilm, or with --from what its adapters belong to).")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "RUN",
            description = "Run whose model is trained further, in place of a pretrained one; it keeps how it reads.")
    private Optional<Path> from = Optional.empty();

    @Option(names = "--tokens", paramLabel = "N", description = "Longest text, in tokens (default: 512).")
    private Optional<Integer> tokens = Optional.empty();

    @Option(
            names = "--dropout",
            paramLabel = "X",
            converter = Dropout.class,
            description = "Dropout rate (default: 0.1, of a decoder 0.05).")
    private Optional<Double> dropout = Optional.empty();

    /** How an encoder's states become one vector. */
    enum EncoderPooling {
        MEAN_POOL,
        FIRST_TOKEN,
        LAST_TOKEN
    }

    @Option(
            names = "--read-out",
            paramLabel = "NAME",
            description = "Encoder only. Which state the head reads: mean_pool, first_token or last_token (default:"
                    + " mean_pool).")
    private EncoderPooling readOut = EncoderPooling.MEAN_POOL;

    @Option(
            names = "--rank",
            paramLabel = "N",
            converter = Modest.class,
            description = "Decoder only. Rank of LoRA (default: ${DEFAULT-VALUE}).")
    private int rank = 16;

    @Option(
            names = "--template",
            paramLabel = "NAME",
            description = "Decoder only. Chat template: own or steerlm (default: own).")
    private InputConfig.Template template = InputConfig.Template.OWN;

    @Option(names = "--bf16", description = "Decoder only. Computes in bfloat16; weights stay in float32.")
    private boolean bf16;

    @Option(names = "--checkpointing", description = "Decoder only. Recomputes activations: less memory, more time.")
    private boolean checkpointing;

    /** Whether it is a decoder; asked of the model's files where it is a path. */
    boolean isDecoder() {
        if (from.isPresent()) {
            return PeftAdapter.exists(artefact());
        }
        String name = model();
        if (name.equals(MINILM) || name.equals(SMOLLM2)) {
            return name.equals(SMOLLM2);
        }
        try {
            return !ModelFiles.open(Path.of(name)).config().text("model_type").equals("bert");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    private Path artefact() {
        return ModelFolder.folderOf(from.orElseThrow());
    }

    private String model() {
        return model.orElse(from.isPresent() && PeftAdapter.exists(artefact()) ? SMOLLM2 : MINILM);
    }

    /** Refuses options that do not apply to it. */
    public void check() {
        if (from.isPresent()) {
            for (List<String> names : List.of(READING, OF_ENCODERS, OF_DECODERS)) {
                refuse(names, "must be left out with --from, whose model keeps how it reads");
            }
            return;
        }
        boolean decoder = isDecoder();
        refuse(
                decoder ? OF_ENCODERS : OF_DECODERS,
                (decoder ? "must be of an encoder" : "must be of a decoder") + ", got --model " + model()
                        + "; leave it out or name another model");
    }

    /** Opens it. */
    public Initialization open() {
        boolean decoder = isDecoder();
        if (from.isPresent()) {
            return decoder ? Initialization.from(artefact(), decoder(model())) : Initialization.from(artefact());
        }
        if (decoder) {
            return Initialization.of(decoder(model()), decoderInput());
        }
        InputConfig usual = InputConfig.encoder();
        InputConfig input = usual.withPooling(Pooling.valueOf(readOut.name()))
                .withMaxTokens(tokens.orElse(usual.maxTokens()))
                .withDropout(dropout.orElse(usual.options().dropout()));
        return Initialization.of(
                model().equals(MINILM) ? PretrainedEncoder.miniLm() : PretrainedEncoder.open(Path.of(model())), input);
    }

    private void refuse(List<String> names, String why) {
        for (String name : names) {
            if (command.commandLine().getParseResult().hasMatchedOption(name)) {
                throw new ParameterException(command.commandLine(), name + " " + why);
            }
        }
    }

    private InputConfig decoderInput() {
        Lora lora = Lora.defaults().withRank(rank);
        Decoder.Options options = Decoder.Options.defaults()
                .withPrecision(bf16 ? Precision.BFLOAT16 : Precision.FLOAT32)
                .withLora(lora.withDropout(dropout.orElse(lora.dropout())));
        return InputConfig.decoder()
                .withTemplate(template)
                .withMaxTokens(tokens.orElse(512))
                .withOptions(checkpointing ? options.withCheckpointing() : options);
    }

    /**
     * What a card says that a model was made of; of a model that is no hub's, what it calls itself.
     *
     * @param name of the trained model
     * @param start as {@link #open} gave it
     */
    public ModelCard.Origin origin(String name, Initialization start) {
        if (from.isPresent() && !isDecoder()) {
            return new ModelCard.Origin(name, start.id() + ", trained by this library before", UNKNOWN);
        }
        return switch (model()) {
            case MINILM -> new ModelCard.Origin(name, Pretrained.MINILM_L6.hub(), LICENCE);
            case SMOLLM2 -> new ModelCard.Origin(name, Pretrained.SMOLLM2_135M_INSTRUCT.hub(), LICENCE);
            default ->
                new ModelCard.Origin(
                        name,
                        Path.of(model())
                                .toAbsolutePath()
                                .normalize()
                                .getFileName()
                                .toString(),
                        UNKNOWN);
        };
    }

    /** The decoder that {@code smollm2} or a path names. */
    public static PretrainedDecoder decoder(String model) {
        return model.equals(SMOLLM2) ? PretrainedDecoder.smolLm2() : PretrainedDecoder.open(Path.of(model));
    }
}
