package helpsteer.cli;

import helpsteer.nn.Precision;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.report.card.ModelCard;
import helpsteer.reward.DecoderReading;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.training.Start;
import helpsteer.weights.model.ModelFiles;
import helpsteer.weights.model.Pretrained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model begins as, in words: a pretrained one with a reading, or one of an earlier run, which keeps its reading.
 *
 * @param model {@code minilm}, {@code smollm2} or a path
 * @param from folder of an artefact, in words; empty for none
 * @param encoder how an encoder reads; not used for a decoder
 * @param decoder how a decoder reads; not used for an encoder
 * @param isDecoder which of the two it is
 */
record StartWords(String model, String from, RewardConfig encoder, DecoderReading decoder, boolean isDecoder) {
    private static final List<String> TEMPLATES = List.of("own", "steerlm");
    private static final String LICENCE = "apache-2.0"; // of both pretrained models
    private static final String UNKNOWN = "unknown";
    private static final int DECODER_TOKENS = 512;
    private static final int DECODER_RANK = 16;

    /** Takes out the options that tell model and reading; those of the other kind of model are left, to be refused. */
    static StartWords of(Words words) {
        Optional<Path> from = words.option("--from").map(Path::of).map(StartWords::artefact);
        boolean adapters = from.isPresent() && Files.exists(from.get().resolve("adapter_config.json"));
        String model = words.option("--model").orElse(adapters ? "smollm2" : "minilm");
        boolean decoder = from.isPresent() ? adapters : isDecoder(model);
        String origin = from.map(Path::toString).orElse("");
        RewardConfig encoder = RewardConfig.defaults();
        DecoderReading reading = DecoderReading.defaults();
        if (from.isEmpty() && decoder) {
            reading = decoderReading(words);
        } else if (from.isEmpty()) {
            encoder = encoderReading(words);
        }
        return new StartWords(model, origin, encoder, reading, decoder);
    }

    /** A run's model, or the folder itself. */
    static Path artefact(Path folder) {
        Path model = folder.resolve("model");
        return Files.isDirectory(model) ? model : folder;
    }

    private static boolean isDecoder(String model) {
        if (model.equals("minilm") || model.equals("smollm2")) {
            return model.equals("smollm2");
        }
        try {
            return !ModelFiles.open(Path.of(model)).config().text("model_type").equals("bert");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + model + ": " + e.getMessage(), e);
        }
    }

    private static RewardConfig encoderReading(Words words) {
        String readOut = words.oneOf("--read-out", List.of("mean_pool", "first_token", "last_token"));
        RewardConfig usual = RewardConfig.defaults();
        return new RewardConfig(
                Pooling.valueOf(readOut.toUpperCase(Locale.ROOT)),
                words.count("--tokens", usual.maxTokens()),
                words.share("--dropout", usual.dropout()));
    }

    private static DecoderReading decoderReading(Words words) {
        int tokens = words.count("--tokens", DECODER_TOKENS);
        int rank = words.count("--rank", DECODER_RANK);
        String template = words.oneOf("--template", TEMPLATES);
        Precision precision = words.flag("--bf16") ? Precision.BFLOAT16 : Precision.FLOAT32;
        Decoder.Options options = Decoder.Options.defaults()
                .withPrecision(precision)
                .withLora(new Lora(rank, 2.0 * rank, words.share("--dropout", 0.05), Lora.MODULES));
        return new DecoderReading(
                DecoderReading.Template.valueOf(template.toUpperCase(Locale.ROOT)),
                tokens,
                words.flag("--checkpointing") ? options.withCheckpointing() : options);
    }

    /**
     * What a card says that a model was made of; of a model that is no hub's, what it calls itself.
     *
     * @param name of the trained model
     * @param start as {@link #open} gave it
     */
    ModelCard.Origin origin(String name, Start start) {
        if (!from.isEmpty() && !isDecoder) {
            return new ModelCard.Origin(name, start.id() + ", trained by this library before", UNKNOWN);
        }
        return switch (model) {
            case "minilm" -> new ModelCard.Origin(name, Pretrained.MINILM_L6.hub(), LICENCE);
            case "smollm2" -> new ModelCard.Origin(name, Pretrained.SMOLLM2_135M_INSTRUCT.hub(), LICENCE);
            default ->
                new ModelCard.Origin(
                        name,
                        Path.of(model)
                                .toAbsolutePath()
                                .normalize()
                                .getFileName()
                                .toString(),
                        UNKNOWN);
        };
    }

    /** Opens it. */
    Start open() {
        if (!from.isEmpty()) {
            return isDecoder ? Start.from(Path.of(from), decoderBackbone()) : Start.from(Path.of(from));
        }
        if (isDecoder) {
            return Start.of(decoderBackbone(), decoder);
        }
        return Start.of(
                model.equals("minilm") ? PretrainedEncoder.miniLm() : PretrainedEncoder.open(Path.of(model)), encoder);
    }

    private PretrainedDecoder decoderBackbone() {
        return decoder(model);
    }

    /** The decoder that {@code smollm2} or a path names. */
    static PretrainedDecoder decoder(String model) {
        return model.equals("smollm2") ? PretrainedDecoder.smolLm2() : PretrainedDecoder.open(Path.of(model));
    }
}
