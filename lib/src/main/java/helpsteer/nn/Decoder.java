package helpsteer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.run.Seed;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A decoder of the Llama family whose forward pass is the script {@code decoder.py}; its parameters carry their
 * HuggingFace names, its adapters those of PEFT.
 */
public final class Decoder implements AutoCloseable {
    private final DecoderConfig config;
    private final Optional<Lora> lora;
    private final DecoderLayout layout;
    private final Parameters parameters;
    private final NDManager manager;
    private final NDArray table;
    private final Script scoring;
    private final Script training;
    private final List<NDArray> ordered;

    /**
     * How a decoder computes.
     *
     * @param precision type of linear layers and attention
     * @param dropout rate on the results of attention and feed-forward layers while training, in [0, 1); Llama has 0
     * @param lora adapters to train instead of the model, or none
     */
    public record Options(Precision precision, double dropout, Optional<Lora> lora) {
        public Options {
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
            }
        }

        /** fp32, no dropout, no adapters. */
        public static Options defaults() {
            return new Options(Precision.FLOAT32, 0, Optional.empty());
        }

        /** The same with another precision. */
        public Options withPrecision(Precision other) {
            return new Options(other, dropout, lora);
        }

        /** The same with adapters. */
        public Options withLora(Lora adapters) {
            return new Options(precision, dropout, Optional.of(adapters));
        }

        /** The same with another dropout. */
        public Options withDropout(double rate) {
            return new Options(precision, rate, lora);
        }
    }

    /**
     * Takes the decoder's tensors out of a file's. Where adapters are asked for and the file has none of them, they start
     * as PEFT starts them: A uniform within {@code 1 / sqrt(in)}, B zero, so that nothing changes at first.
     *
     * @param parameters receives the decoder's parameters, and its adapters'
     * @param seed source of the adapters' start
     * @throws InvalidWeightsException where a tensor is missing or has another shape
     */
    public Decoder(DecoderConfig config, TensorMap weights, Parameters parameters, Options options, Seed seed) {
        this.config = config;
        this.parameters = parameters;
        lora = options.lora();
        layout = new DecoderLayout(config, lora);
        layout.base().forEach((name, shape) -> parameters.add(weights.require(name, shape)));
        addAdapters(weights, seed);
        manager = parameters.manager().newSubManager();
        int positions = config.positions();
        table = manager.create(
                config.rope().table(positions),
                new Shape(2, positions, config.rope().width()));
        boolean gpu = manager.getDevice().isGpu();
        double adapterDropout = lora.map(Lora::dropout).orElse(0.0);
        scoring = Script.load(manager, "decoder", layout.constants(options.precision(), 0, 0, gpu));
        training = Script.load(
                manager, "decoder", layout.constants(options.precision(), options.dropout(), adapterDropout, gpu));
        ordered = layout.names().stream().map(parameters::get).toList();
    }

    private void addAdapters(TensorMap weights, Seed seed) {
        int index = 0;
        for (var entry : layout.adapters().entrySet()) {
            String a = DecoderLayout.adapterA(entry.getKey());
            String b = DecoderLayout.adapterB(entry.getKey());
            List<Long> shapeA = entry.getValue().get(0);
            List<Long> shapeB = entry.getValue().get(1);
            if (weights.find(a) != null || weights.find(b) != null) {
                parameters.add(weights.require(a, shapeA));
                parameters.add(weights.require(b, shapeB));
            } else {
                RandomGenerator random = seed.stream("lora", index);
                double bound = 1 / Math.sqrt(shapeA.get(1));
                float[] values = new float[Math.toIntExact(shapeA.get(0) * shapeA.get(1))];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextDouble(-bound, bound);
                }
                parameters.add(StoredTensor.of(a, shapeA, values));
                parameters.add(StoredTensor.of(b, shapeB, new float[Math.toIntExact(shapeB.get(0) * shapeB.get(1))]));
            }
            index++;
        }
    }

    /**
     * Last hidden states, after the last norm.
     *
     * @param train whether dropout is on
     * @return shape (N, D), fp32, in the manager of {@code input.ids()}
     * @throws IllegalArgumentException where a sequence is longer than the model's positions
     */
    public NDArray forward(DecoderInput input, boolean train) {
        checkLength(input);
        Script script = train ? training : scoring;
        return script.call("hidden", input.ids(), angles(input), input.plan(), ordered);
    }

    private void checkLength(DecoderInput input) {
        for (long length : input.lengths().toLongArray()) {
            if (length > config.positions()) {
                throw new IllegalArgumentException("a sequence must have at most " + config.positions()
                        + " tokens for this model, got " + length + "; cut it before");
            }
        }
    }

    private NDArray angles(DecoderInput input) {
        return scoring.call("angles", input.positions(), table);
    }

    /** The states at the last token of each sequence: (N, D) becomes (B, D). */
    public NDArray last(NDArray hidden, DecoderInput input) {
        return scoring.call("rows", hidden, input.last());
    }

    /** Scores of the next token: (N, D) becomes (N, V), fp32. */
    public NDArray logits(NDArray hidden) {
        return scoring.call("logits", hidden, parameters.get(DecoderLayout.outputName(config)));
    }

    /** Adds each adapter's product to the layer it adapts and sets the adapter's B to zero; the model computes as before. */
    public void mergeAdapters() {
        double scale = lora.map(Lora::scale)
                .orElseThrow(() -> new IllegalStateException("a decoder must have adapters to merge, got none"));
        try (NDManager scope = manager.newSubManager()) {
            NDArray factor = scope.create((float) scale);
            for (String module : layout.adapters().keySet()) {
                NDArray b = parameters.get(DecoderLayout.adapterB(module));
                NDArray a = parameters.get(DecoderLayout.adapterA(module));
                scoring.call("merge", factor, parameters.get(module + ".weight"), a, b);
                parameters.assign(b, new float[Math.toIntExact(b.getShape().size())]);
            }
        }
    }

    /** Names of the adapters' parameters; none where there are no adapters. */
    public List<String> adapterNames() {
        List<String> out = new ArrayList<>();
        for (String module : layout.adapters().keySet()) {
            out.add(DecoderLayout.adapterA(module));
            out.add(DecoderLayout.adapterB(module));
        }
        return out;
    }

    public DecoderConfig config() {
        return config;
    }

    public Optional<Lora> lora() {
        return lora;
    }

    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        scoring.close();
        training.close();
        manager.close();
    }
}
