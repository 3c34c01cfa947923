package helpsteer.weights.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.AtomicFile;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.weights.ElementType;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.OnnxFile;
import helpsteer.weights.Shards;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a model as a folder of HuggingFace's layout.
 *
 * @param from a GGUF file, a HuggingFace folder or an ONNX file
 * @param to a folder that does not exist yet, or is empty
 * @param type how floating-point numbers are kept; none keeps each tensor's own
 * @param shardBytes the most that one file may hold
 */
public record Conversion(Path from, Path to, Optional<ElementType> type, long shardBytes) {
    /** What transformers needs for all-MiniLM-L6-v2; an ONNX file does not say how many heads there are. */
    private static final String MINILM_CONFIG =
            """
            {"architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "hidden_size": 384,
             "intermediate_size": 1536, "num_hidden_layers": 6, "num_attention_heads": 12, "vocab_size": 30522,
             "max_position_embeddings": 512, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0,
             "torch_dtype": "float32"}
            """;

    /** Small files beside the weights that belong to a model, with config.json and the tokenizer. */
    private static final List<String> BESIDE = List.of(
            "tokenizer_config.json",
            "special_tokens_map.json",
            "generation_config.json",
            "chat_template.jinja",
            "vocab.txt",
            "merges.txt",
            "vocab.json");

    public Conversion {
        if (type.isPresent() && type.get() == ElementType.I64) {
            throw new IllegalArgumentException("type must be F32, F16 or BF16, got I64");
        }
        if (shardBytes < 1) {
            throw new IllegalArgumentException("shardBytes must be at least 1, got " + shardBytes);
        }
    }

    /**
     * Converts; the folder appears whole or not at all.
     *
     * @return the names of the files written
     * @throws InvalidWeightsException where the model cannot be read, holds numbers that are not finite or do not fit the
     *     type, or the folder is not empty
     */
    public List<String> run() throws IOException {
        requireEmpty();
        boolean onnx = from.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
        Optional<ModelFiles> model = onnx ? Optional.empty() : Optional.of(ModelFiles.open(from));
        TensorMap weights = model.isPresent() ? model.get().weights() : OnnxFile.read(from);
        Path target = to.toAbsolutePath();
        Path part = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(part);
            Shards.write(part, watched(converted(weights)), shardBytes);
            Optional<String> config =
                    model.isPresent() ? Optional.of(model.get().config().json()) : configOfOnnx();
            if (config.isPresent()) {
                Files.writeString(part.resolve("config.json"), typed(config.get()) + "\n");
            }
            Optional<Path> tokenizer = model.isPresent() ? model.get().tokenizer() : tokenizerOfOnnx();
            if (tokenizer.isPresent()) {
                Files.copy(tokenizer.get(), part.resolve("tokenizer.json"));
            }
            copyBeside(tokenizer, part);
            Files.deleteIfExists(target);
            AtomicFile.move(part, target);
        } finally {
            remove(part);
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void requireEmpty() throws IOException {
        if (!Files.exists(to)) {
            return;
        }
        if (!Files.isDirectory(to)) {
            throw new InvalidWeightsException("target must be a new folder, got the file " + to + "; name another");
        }
        try (Stream<Path> files = Files.list(to)) {
            long count = files.count();
            if (count > 0) {
                throw new InvalidWeightsException(
                        "target must be a new or empty folder, got " + to + " with " + count + " files; name another");
            }
        }
    }

    private List<StoredTensor> converted(TensorMap weights) {
        List<StoredTensor> out = new ArrayList<>();
        for (StoredTensor tensor : weights.requireFinite().all()) {
            out.add(type.map(tensor::as).orElse(tensor));
        }
        return out;
    }

    private static List<StoredTensor> watched(List<StoredTensor> tensors) {
        long total = tensors.stream().mapToLong(StoredTensor::byteCount).sum();
        List<StoredTensor> out = new ArrayList<>();
        long before = 0;
        for (StoredTensor tensor : tensors) {
            long start = before;
            out.add(new StoredTensor(tensor.name(), tensor.type(), tensor.shape(), (long offset, int count) -> {
                Progress.current().update("writing bytes", start + offset + count, total, tensor.name());
                return tensor.bytes(offset, count);
            }));
            before += tensor.byteCount();
        }
        return out;
    }

    private String typed(String config) throws IOException {
        ObjectNode root = (ObjectNode) Json.read(config);
        if (type.isPresent()) {
            String name =
                    switch (type.get()) {
                        case F16 -> "float16";
                        case BF16 -> "bfloat16";
                        default -> "float32";
                    };
            root.put(root.has("dtype") ? "dtype" : "torch_dtype", name);
        }
        return root.toPrettyString();
    }

    private Optional<String> configOfOnnx() {
        boolean known = Hash.ofFile(from).equals(Pretrained.MINILM_L6.weightsSha256());
        return known ? Optional.of(MINILM_CONFIG) : Optional.empty();
    }

    private Optional<Path> tokenizerOfOnnx() {
        String stem = String.valueOf(from.getFileName()).replaceFirst("\\.\\w+$", "");
        return Stream.of(stem + "-tokenizer.json", "tokenizer.json")
                .map(from::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private void copyBeside(Optional<Path> tokenizer, Path target) throws IOException {
        Path folder = Files.isDirectory(from) ? from : tokenizer.orElse(from).resolveSibling("");
        for (String name : BESIDE) {
            if (Files.isRegularFile(folder.resolve(name))) {
                Files.copy(folder.resolve(name), target.resolve(name));
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
