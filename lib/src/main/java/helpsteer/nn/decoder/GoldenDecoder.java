package helpsteer.nn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Parameters;
import helpsteer.nn.Shapes;
import helpsteer.run.Seed;
import helpsteer.run.Workspace;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tiny decoder of random weights, and what HuggingFace's transformers computed with it: the same numbers for tests and
 * for whoever wants to compare.
 *
 * <p>The files lie among the repository's tests; {@code make_goldens.py} beside them says how they were made.
 *
 * @param name the family
 * @param config its shape
 * @param weights its tensors
 * @param computed token ids, and under the names of {@link #expected} what came out
 */
public record GoldenDecoder(String name, DecoderConfig config, TensorMap weights, TensorMap computed) {
    /** The families: of one architecture each, or of one scaling of the rotary positions. */
    public static final List<String> FAMILIES =
            List.of("llama2", "llama3", "smollm2", "linear", "yarn", "qwen2", "qwen3");

    /** The adapters of {@link #adapted}. */
    public static final Lora ADAPTERS = new Lora(4, 12, 0, List.of("q_proj", "v_proj", "o_proj", "down_proj"));

    public static final Path FOLDER = Path.of("lib/src/test/resources/golden/decoder");
    private static final String WEIGHT = "weight:";
    private static final String GRADIENT = "gradient:";
    private static final String PEFT = "base_model.model.";

    /**
     * The decoder of a family.
     *
     * @param family one of {@link #FAMILIES}
     */
    public static GoldenDecoder of(String family) {
        if (!FAMILIES.contains(family)) {
            throw new IllegalArgumentException("family must be one of " + FAMILIES + ", got " + family);
        }
        TensorMap file = file(family);
        return new GoldenDecoder(family, DecoderConfig.of(modelConfig(family)), weights(file), file);
    }

    /** The tiny Llama 3 with {@link #ADAPTERS}, and what PEFT computed with them. */
    public static GoldenDecoder adapted() {
        GoldenDecoder plain = of("llama3");
        TensorMap file = file("lora");
        List<StoredTensor> weights = new ArrayList<>(plain.weights.all());
        weights.addAll(renamed(file, PEFT, "").all());
        List<StoredTensor> computed =
                new ArrayList<>(renamed(file, GRADIENT + PEFT, GRADIENT).all());
        for (String name : List.of("ids", "lengths", "probe")) {
            computed.add(find(plain.computed, name));
        }
        for (StoredTensor tensor : file.all()) {
            if (!tensor.name().contains(PEFT)) {
                computed.add(tensor);
            }
        }
        return new GoldenDecoder("llama3 with LoRA", plain.config, new TensorMap(weights), new TensorMap(computed));
    }

    static ModelConfig modelConfig(String family) {
        try {
            return ModelConfig.read(folder().resolve("configs.json"))
                    .section(family)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's tensors under the names that they have there. */
    public static TensorMap file(String name) {
        try {
            return Safetensors.read(folder().resolve(name + ".safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A model's tensors within such a file. */
    public static TensorMap weights(TensorMap file) {
        return renamed(file, WEIGHT, "");
    }

    private static Path folder() {
        return Workspace.root()
                .map(root -> root.resolve(FOLDER))
                .orElseThrow(() -> new IllegalStateException("reference decoders must lie in " + FOLDER
                        + ", got no repository above the working folder; run inside it"));
    }

    private static TensorMap renamed(TensorMap file, String prefix, String replacement) {
        List<StoredTensor> out = new ArrayList<>();
        for (StoredTensor tensor : file.all()) {
            if (tensor.name().startsWith(prefix)) {
                out.add(tensor.withName(replacement + tensor.name().substring(prefix.length())));
            }
        }
        return new TensorMap(out);
    }

    private static StoredTensor find(TensorMap file, String name) {
        StoredTensor tensor = file.find(name);
        if (tensor == null) {
            throw new IllegalArgumentException("name must be one of " + file.names() + ", got " + name);
        }
        return tensor;
    }

    /** The token ids that went in, sequence by sequence. */
    public List<int[]> sequences() {
        return sequences(computed);
    }

    public static List<int[]> sequences(TensorMap file) {
        int[] ids = integers(file, "ids");
        List<int[]> out = new ArrayList<>();
        int from = 0;
        for (int length : integers(file, "lengths")) {
            out.add(Arrays.copyOfRange(ids, from, from + length));
            from += length;
        }
        return out;
    }

    private static int[] integers(TensorMap file, String name) {
        StoredTensor tensor = find(file, name);
        long[] wide = new long[Math.toIntExact(tensor.count())];
        tensor.bytes().asLongBuffer().get(wide);
        return Arrays.stream(wide).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * What the other program computed.
     *
     * @param what {@code hidden}: last hidden states (N, D); {@code logits}: of each sequence's next token (B, V);
     *     {@code gradient:} and a name out of {@link #gradients}: the gradient of the sum of hidden states times
     *     {@code probe} (N, D), which is there too
     */
    public NDArray expected(String what, NDManager scope) {
        StoredTensor tensor = find(computed, what);
        return scope.create(tensor.floats(), Shapes.of(tensor.shape()));
    }

    /** The largest absolute difference between an array and what the other program computed; NaN where one holds NaN. */
    public double distance(String what, NDArray actual) {
        return largest(actual.sub(expected(what, actual.getManager())));
    }

    /** The same as a share of the largest absolute number that the other program computed. */
    public double relativeDistance(String what, NDArray actual) {
        return distance(what, actual) / largest(expected(what, actual.getManager()));
    }

    private static double largest(NDArray array) {
        return array.abs().max().getFloat();
    }

    /** Names of the parameters whose gradients are at hand. */
    public List<String> gradients() {
        return renamed(computed, GRADIENT, "").names().stream().toList();
    }

    /** The decoder, ready to compute; its parameters live as long as the manager. */
    public Decoder open(NDManager manager, Decoder.Options options) {
        return new Decoder(config, weights, new Parameters(manager), options, new Seed(1));
    }
}
