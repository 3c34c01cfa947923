package helpsteer.weights.model;

import helpsteer.run.AtomicFile;
import helpsteer.run.Hash;
import helpsteer.run.Workspace;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.Safetensors;
import helpsteer.weights.Shards;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import helpsteer.weights.TokenizerFile;
import helpsteer.weights.gguf.GgufConfig;
import helpsteer.weights.gguf.GgufFamily;
import helpsteer.weights.gguf.GgufFile;
import helpsteer.weights.gguf.GgufTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model as it lies on disk, whatever the format.
 *
 * @param config its config.json; of a GGUF file, what its metadata say in the same terms
 * @param weights its tensors under HuggingFace's names, read when asked for
 * @param tokenizer its tokenizer.json, if there is one
 * @param chatTemplate its chat template, if there is one
 * @param source what was opened, for messages and provenance
 */
public record ModelFiles(
        ModelConfig config, TensorMap weights, Optional<Path> tokenizer, Optional<String> chatTemplate, String source) {
    private static final String TOKENIZER = "tokenizer.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final int HASHED_BYTES = 4096;
    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle");

    /**
     * Opens a folder of HuggingFace's layout (config.json with model.safetensors, whole or in shards) or a GGUF file.
     *
     * @throws InvalidWeightsException where it is neither, or its parts do not fit together
     */
    public static ModelFiles open(Path path) throws IOException {
        return open(path, Workspace.cache().resolve("models"));
    }

    /** The same with another folder for the tokenizers that are written from GGUF files. */
    public static ModelFiles open(Path path, Path made) throws IOException {
        if (!Files.exists(path)) {
            throw new InvalidWeightsException(
                    "model must be a folder or a .gguf file that exists, got " + path + "; correct the path");
        }
        refusePickle(path);
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        if (lowerName(path).endsWith(".gguf")) {
            return gguf(path, made);
        }
        throw new InvalidWeightsException("model must be a folder or a .gguf file, got " + path.getFileName()
                + "; give the folder that holds it beside its config.json");
    }

    private static String lowerName(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    }

    private static boolean isPickle(Path path) {
        return PICKLES.stream().anyMatch(lowerName(path)::endsWith);
    }

    private static void refusePickle(Path path) {
        if (isPickle(path) && !Files.isDirectory(path)) {
            throw new InvalidWeightsException("weights must be safetensors or GGUF, got " + path.getFileName()
                    + ", a pickle, which can run code when it is opened; load it once with Python's transformers and"
                    + " save it by save_pretrained, which writes model.safetensors");
        }
    }

    private static ModelFiles folder(Path folder) throws IOException {
        TensorMap weights = weights(folder);
        Path file = folder.resolve("config.json");
        if (!Files.isRegularFile(file)) {
            throw new InvalidWeightsException(
                    folder.getFileName() + " must hold config.json, got none; fetch it from where the weights came");
        }
        ModelConfig config = ModelConfig.read(file);
        Optional<Path> tokenizer = Optional.of(folder.resolve(TOKENIZER)).filter(Files::isRegularFile);
        if (tokenizer.isPresent()) {
            TokenizerFile.requireWithin(tokenizer.get(), config);
        }
        return new ModelFiles(config, weights, tokenizer, template(folder), String.valueOf(folder.getFileName()));
    }

    private static TensorMap weights(Path folder) throws IOException {
        Path whole = folder.resolve(Safetensors.FILE);
        if (Files.isRegularFile(whole)) {
            return Safetensors.read(whole);
        }
        Path index = folder.resolve(Shards.INDEX);
        if (Files.isRegularFile(index)) {
            return Shards.read(index);
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(ModelFiles::isPickle).sorted().findFirst().ifPresent(ModelFiles::refusePickle);
        }
        throw new InvalidWeightsException(folder.getFileName() + " must hold " + Safetensors.FILE + " or "
                + Shards.INDEX + ", got neither; fetch the model's safetensors files");
    }

    /** A file of its own goes before the one in tokenizer_config.json, as in transformers. */
    private static Optional<String> template(Path folder) throws IOException {
        Path own = folder.resolve("chat_template.jinja");
        if (Files.isRegularFile(own)) {
            return Optional.of(Files.readString(own));
        }
        Path config = folder.resolve(TOKENIZER_CONFIG);
        return Files.isRegularFile(config) ? TokenizerFile.chatTemplate(config) : Optional.empty();
    }

    private static ModelFiles gguf(Path file, Path made) throws IOException {
        GgufFile gguf = GgufFile.read(file);
        try {
            ModelConfig config = GgufConfig.of(gguf);
            TensorMap weights = GgufFamily.of(gguf.metadata()).named(gguf.tensors(), config);
            Path tokenizer = tokenizer(GgufTokenizer.of(gguf.metadata()), made);
            TokenizerFile.requireWithin(tokenizer, config);
            return new ModelFiles(
                    config,
                    weights,
                    Optional.of(tokenizer),
                    template(tokenizer.resolveSibling("")),
                    String.valueOf(file.getFileName()));
        } catch (InvalidWeightsException e) {
            throw new InvalidWeightsException(file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** Two files in a folder named after their content, so that each vocabulary is written once. */
    private static Path tokenizer(GgufTokenizer from, Path made) throws IOException {
        String tokenizer = from.tokenizer().toString();
        String config = from.config().toPrettyString();
        Path folder = made.resolve(Hash.ofTexts(tokenizer, config).substring(0, 16));
        for (String name : List.of(TOKENIZER_CONFIG, TOKENIZER)) {
            byte[] content = (name.equals(TOKENIZER) ? tokenizer : config).getBytes(StandardCharsets.UTF_8);
            Path file = folder.resolve(name);
            // A file is renamed into place whole, so one of the right size is the right one.
            if (!Files.exists(file) || Files.size(file) != content.length) {
                AtomicFile.write(file, temporary -> Files.write(temporary, content));
            }
        }
        return folder.resolve(TOKENIZER);
    }

    /**
     * What the model is, by content: family and a hash over config, tokenizer, template and the beginning of each tensor
     * (all of a large model would take minutes; training changes nearly every tensor).
     */
    public String identity() {
        MessageDigest digest = Hash.digest();
        digest.update(config.json().getBytes(StandardCharsets.UTF_8));
        digest.update(tokenizer.map(Hash::ofFile).orElse("none").getBytes(StandardCharsets.UTF_8));
        digest.update(chatTemplate.orElse("none").getBytes(StandardCharsets.UTF_8));
        for (StoredTensor tensor : weights.all()) {
            digest.update(tensor.toString().getBytes(StandardCharsets.UTF_8));
            digest.update(tensor.bytes(0, (int) Math.min(HASHED_BYTES, tensor.byteCount())));
        }
        return config.text("model_type", "model") + "-" + Hash.hex(digest).substring(0, 12);
    }
}
