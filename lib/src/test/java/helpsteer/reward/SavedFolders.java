package helpsteer.reward;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.folder.MergedDecoder;
import helpsteer.reward.folder.RewardArtefact;
import helpsteer.run.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Writes a folder of each kind, for {@code golden/artefact/make_goldens.py} to open in Python. */
public final class SavedFolders {
    static final Path GOLDEN = Path.of("lib/src/test/resources/golden/artefact");
    static final Path LLAMA = Path.of("lib/src/test/resources/golden/decoder/reward/base");
    static final Path TINY_TOKENIZER = Path.of("lib/src/test/resources/golden/learning/tiny-tokenizer.json");

    static final List<Pooling> SAVED =
            List.of(Pooling.MEAN_POOL, Pooling.FIRST_TOKEN, Pooling.LAST_TOKEN, Pooling.LABEL_PREFIX);

    private SavedFolders() {}

    public static void main(String[] arguments) {
        Path root = Path.of(arguments[0]);
        for (Pooling readOut : SAVED) {
            try (RewardModel model = encoder(root.resolveSibling("hub"), readOut)) {
                RewardArtefact.save(model, root.resolve(name(readOut)));
            }
        }
        try (RewardModel model = decoder()) {
            MergedDecoder.save(model, root.resolve("merged"));
        }
    }

    static String name(Pooling readOut) {
        return readOut.key().replaceFirst("_.*", "");
    }

    /** The folder that transformers saved, with its tokenizer. */
    static Path hub(String name, Path target) {
        Path tokenizer = name.equals("bert") ? TINY_TOKENIZER : LLAMA.resolve("tokenizer.json");
        try {
            Files.createDirectories(target);
            for (String file : List.of("config.json", "model.safetensors")) {
                Files.write(
                        target.resolve(file),
                        Files.readAllBytes(GOLDEN.resolve(name).resolve(file)));
            }
            Files.write(target.resolve("tokenizer.json"), Files.readAllBytes(tokenizer));
            if (!name.equals("bert")) {
                Path config = LLAMA.resolve("tokenizer_config.json");
                Files.write(target.resolve("tokenizer_config.json"), Files.readAllBytes(config));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The golden BERT's body with a head of this library. */
    static RewardModel encoder(Path folder, Pooling readOut) {
        PretrainedEncoder backbone = PretrainedEncoder.open(hub("bert", folder));
        return RewardModel.of(
                backbone, InputConfig.encoder().withPooling(readOut).withMaxTokens(32), TinyModels.head(4, 16));
    }

    /** The golden Llama with adapters whose second factors are not zero. */
    static RewardModel decoder() {
        InputConfig input = InputConfig.decoder()
                .withMaxTokens(256)
                .withOptions(Decoder.Options.defaults().withLora(new Lora(2, 8, 0, Lora.MODULES)));
        LinearHead head = new LinearHead(rows(new SplittableRandom(3)), new double[5]);
        RewardModel model = RewardModel.of(PretrainedDecoder.open(LLAMA), input, head, new Seed(2));
        SplittableRandom random = new SplittableRandom(9);
        for (String name : model.trained()) {
            if (name.contains("lora_B")) {
                float[] values =
                        new float[(int) model.parameters().get(name).getShape().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextDouble(-0.3, 0.3);
                }
                model.parameters().assign(model.parameters().get(name), values);
            }
        }
        return model;
    }

    /** Makes a folder one of the version before files were hashed. */
    public static void withoutHashes(Path folder, int format) throws IOException {
        Path reward = folder.resolve("reward.json");
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = (ObjectNode) json.readTree(reward.toFile());
        root.put("format", format).remove("sha256");
        Files.write(reward, json.writeValueAsBytes(root));
    }

    private static double[][] rows(SplittableRandom random) {
        double[][] out = new double[5][];
        for (int a = 0; a < 5; a++) {
            out[a] = random.doubles(16, -0.5, 0.5).toArray();
        }
        return out;
    }
}
