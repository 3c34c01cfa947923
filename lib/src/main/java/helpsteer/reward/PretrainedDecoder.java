package helpsteer.reward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.DecoderConfig;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.text.ChatEncoding;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.Shards;
import helpsteer.weights.TensorMap;
import helpsteer.weights.model.ModelFiles;
import helpsteer.weights.model.Pretrained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A pretrained decoder to put a head on.
 *
 * @param id its family and the start of its hash, for provenance and cache keys
 * @param shape its sizes
 * @param files where it came from: config, weights, tokenizer, chat template
 */
public record PretrainedDecoder(String id, DecoderConfig shape, ModelFiles files) implements PretrainedModel {
    /** What only a classifier's config has. */
    private static final List<String> OF_CLASSIFIERS = List.of("id2label", "label2id", "num_labels", "problem_type");

    private static final int LEAST_TOKENS = 16;

    /** A folder in HuggingFace's layout or a GGUF file of the families that {@link DecoderConfig} reads. */
    public static PretrainedDecoder open(Path path) {
        try {
            return of(ModelFiles.open(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    static PretrainedDecoder of(ModelFiles files) throws IOException {
        DecoderConfig shape = DecoderConfig.of(files.config());
        shape.requireFits(files.weights());
        return new PretrainedDecoder(files.identity(), shape, files);
    }

    /** SmolLM2-135M-Instruct from its registry package. */
    public static PretrainedDecoder smolLm2() {
        return open(Pretrained.SMOLLM2_135M_INSTRUCT.weights());
    }

    @Override
    public Path tokenizer() {
        return files.tokenizer()
                .orElseThrow(() -> new InvalidWeightsException(
                        files.source() + " must hold tokenizer.json, got none; copy the model's there"));
    }

    /**
     * Writes weights of this model's shape with its config, tokenizer and chat template as a language model that
     * {@link #open}, {@code helpsteer generate} and Python's {@code AutoModelForCausalLM} open, in fp32. The folder appears
     * whole or not at all.
     *
     * @param weights the decoder's own tensors, and its output layer where that is a tensor of its own
     * @param folder new or empty
     * @throws IllegalArgumentException where the folder holds something
     */
    public void save(TensorMap weights, Path folder) {
        Path target = folder.toAbsolutePath();
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            requireEmpty(folder);
            remove(part);
            Files.createDirectories(part);
            Shards.write(part, weights.all(), HubFiles.SHARD_BYTES);
            HubFiles.copyTokenizer(tokenizer(), part);
            HubFiles.write(part, HubFiles.CONFIG, languageModelConfig());
            Files.deleteIfExists(target);
            AtomicFile.move(part, target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the model to " + folder + ": " + e.getMessage(), e);
        }
    }

    private ObjectNode languageModelConfig() throws IOException {
        ObjectNode out = HubFiles.config(files.config(), "ForCausalLM");
        out.remove(OF_CLASSIFIERS);
        return out;
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                long count = files.count();
                if (count > 0) {
                    throw new IllegalArgumentException("folder must be new or empty, got " + folder.getFileName()
                            + " with " + count + " files; name another");
                }
            }
        }
    }

    /** Removes what a killed process left half-written. */
    private static void remove(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    public int width() {
        return shape.width();
    }

    @Override
    public boolean hasIntercept() {
        return false;
    }

    @Override
    public InputConfig defaultInput() {
        return InputConfig.decoder();
    }

    @Override
    public void check(InputConfig input) {
        if (input.maxTokens() < LEAST_TOKENS) {
            throw new IllegalArgumentException(
                    "maxTokens must be at least " + LEAST_TOKENS + ", got " + input.maxTokens());
        }
        if (input.pooling() != Pooling.LAST_TOKEN) {
            throw new IllegalArgumentException("pooling of a decoder must be LAST_TOKEN, got " + input.pooling()
                    + "; begin with InputConfig.decoder()");
        }
    }

    @Override
    public Trunk trunk(InputConfig input, Seed seed) {
        return new DecoderTrunk(this, input, new TensorMap(List.of()), seed);
    }

    @Override
    public InputConfig frozen(InputConfig input) {
        return input.withOptions(
                Decoder.Options.defaults().withPrecision(input.options().precision()));
    }

    @Override
    public String form(InputConfig input) {
        return input.template() + ", " + input.options().precision().label() + ", encoding " + encodingVersion();
    }

    @Override
    public String cacheName(InputConfig input) {
        String name = id + "-" + input.template() + "-" + input.maxTokens() + "-"
                + input.options().precision().label() + "-encoding" + encodingVersion();
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public JsonNode describe(InputConfig input) {
        return Json.object()
                .put("template", input.template().name())
                .put("maxTokens", input.maxTokens())
                .set("options", Json.tree(input.options()));
    }

    @Override
    public int encodingVersion() {
        return ChatEncoding.VERSION;
    }
}
