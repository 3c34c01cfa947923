package helpsteer.nn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.nn.Gradients;
import helpsteer.nn.Owned;
import helpsteer.nn.Parameters;
import helpsteer.nn.Precision;
import helpsteer.nn.TorchScript;
import helpsteer.run.Seed;
import helpsteer.weights.ElementType;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import helpsteer.weights.TensorSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A decoder of the Llama family whose forward pass is the script {@code decoder.py}; its parameters carry their
 * HuggingFace names, its adapters those of PEFT. One thread at a time may use it.
 */
public final class Decoder implements AutoCloseable {
    private static final int FIRST_POSITIONS = 1024;

    private final Owned owned = new Owned();
    private final DecoderConfig config;
    private final Options options;
    private final DecoderLayout layout;
    private final Parameters parameters;
    private final NDManager manager;
    private NDArray table; // angles of the first positions, made longer when a longer text comes
    private final TorchScript scoring;
    private final TorchScript training;
    private @Nullable TorchScript continuing;
    private final List<NDArray> ordered;

    /**
     * How a decoder computes.
     *
     * @param precision type of linear layers and attention
     * @param dropout rate on the results of attention and feed-forward layers while training, in [0, 1); Llama has 0
     * @param checkpointing whether only the input of each layer is kept for the backward pass and the rest computed again:
     *     about a third more time, memory for one layer instead of all
     * @param lora adapters to train instead of the model, or none
     */
    public record Options(Precision precision, double dropout, boolean checkpointing, Optional<Lora> lora) {
        public Options {
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
            }
        }

        /** fp32, no dropout, no checkpointing, no adapters. */
        public static Options defaults() {
            return new Options(Precision.FLOAT32, 0, false, Optional.empty());
        }

        /** The same with another precision. */
        public Options withPrecision(Precision other) {
            return new Options(other, dropout, checkpointing, lora);
        }

        /** The same with adapters. */
        public Options withLora(Lora adapters) {
            return new Options(precision, dropout, checkpointing, Optional.of(adapters));
        }

        /** The same with another dropout. */
        public Options withDropout(double rate) {
            return new Options(precision, rate, checkpointing, lora);
        }

        /** The same with activation checkpointing. */
        public Options withCheckpointing() {
            return new Options(precision, dropout, true, lora);
        }

        /** Whether training draws at random at all. */
        boolean drops() {
            return dropout > 0 || lora.map(Lora::dropout).orElse(0.0) > 0;
        }
    }

    /**
     * Takes the decoder's tensors out of a file's. Where adapters are asked for and the file has none of them, they start
     * as PEFT starts them: A uniform within {@code 1 / sqrt(in)}, B zero, so that nothing changes at first.
     *
     * @param parameters receives the decoder's parameters, and its adapters'
     * @param seed source of the adapters' start
     * @throws InvalidWeightsException where a tensor is missing, has another shape, or is of a layer that the config has not
     */
    public Decoder(DecoderConfig config, TensorMap weights, Parameters parameters, Options options, Seed seed) {
        config.requireFits(weights);
        this.config = config;
        this.parameters = parameters;
        this.options = options;
        layout = new DecoderLayout(config, options.lora());
        layout.refuseUnused(weights);
        layout.base().forEach((name, shape) -> parameters.add(weights.require(name, shape)));
        layout.output().filter(name -> weights.find(name) != null).ifPresent(name -> {
            parameters.add(weights.require(name, List.of((long) config.vocabulary(), (long) config.width())));
        });
        addAdapters(weights, seed);
        try {
            manager = owned.add(parameters.manager().newSubManager());
            table = table(Math.min(FIRST_POSITIONS, config.positions()));
            scoring = owned.add(TorchScript.load(manager, "decoder", constants(0, 0)));
            double adapterDropout = options.lora().map(Lora::dropout).orElse(0.0);
            training = owned.add(TorchScript.load(manager, "decoder", constants(options.dropout(), adapterDropout)));
            ordered = layout.names().stream().map(parameters::get).toList();
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    /** Another decoder without adapters on the parameters of one that has them. */
    private Decoder(Decoder adapted) {
        config = adapted.config;
        parameters = adapted.parameters;
        Options o = adapted.options;
        options = new Options(o.precision(), o.dropout(), o.checkpointing(), Optional.empty());
        layout = new DecoderLayout(config, Optional.empty());
        manager = owned.add(parameters.manager().newSubManager());
        table = table(Math.min(FIRST_POSITIONS, config.positions()));
        scoring = owned.add(TorchScript.load(manager, "decoder", constants(0, 0)));
        training = owned.add(TorchScript.load(manager, "decoder", constants(options.dropout(), 0)));
        ordered = layout.names().stream().map(parameters::get).toList();
    }

    /**
     * The same model with its adapters switched off: a decoder of its own on the same parameters, whatever becomes of
     * them; closed by its owner, before the parameters are.
     */
    public Decoder withoutAdapters() {
        return new Decoder(this);
    }

    private Map<String, Object> constants(double dropout, double adapterDropout) {
        boolean gpu = manager.getDevice().isGpu();
        return new DecoderConstants(config, options.lora(), layout)
                .of(options.precision(), dropout, adapterDropout, gpu);
    }

    private NDArray table(int positions) {
        return manager.create(
                config.rope().table(positions),
                new Shape(2, positions, config.rope().width()));
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
     * Last hidden states, after the last norm, without dropout.
     *
     * @return shape (N, D), fp32, in the manager of {@code input.ids()}
     * @throws IllegalArgumentException where a sequence is longer than the model's positions
     */
    public NDArray forward(DecoderInput input) {
        return scoring.call("hidden", input.ids(), angles(input), input.plan(), ordered);
    }

    /**
     * The residual stream, without dropout: after the embedding and after each layer, before the last norm.
     *
     * @return one more than there are layers, each (N, D), fp32
     */
    public List<NDArray> states(DecoderInput input) {
        NDArray angles = angles(input);
        List<NDArray> states = new ArrayList<>(List.of(scoring.call("embed", input.ids(), ordered.get(0))));
        for (int i = 0; i < config.layers(); i++) {
            states.add(scoring.call("layer", states.get(i), angles, input.plan(), ofLayer(i)));
        }
        return states;
    }

    /**
     * Computes a loss with dropout on and adds its gradient to those of the parameters that record one.
     *
     * <p>With and without checkpointing, the same state of the random generator gives the same dropout.
     *
     * @param loss makes a scalar of the last hidden states (N, D)
     * @param share what the gradient is multiplied by before it is added
     * @return the loss, not multiplied
     */
    public double backward(DecoderInput input, UnaryOperator<NDArray> loss, double share) {
        NDArray angles = angles(input);
        DropoutSeeds seeds = options.drops() ? DropoutSeeds.draw(input.ids().getManager()) : DropoutSeeds.none();
        return options.checkpointing()
                ? new ActivationCheckpointing(this, input, angles, seeds).backward(loss, share)
                : Gradients.of(share, () -> loss.apply(recorded(input, angles, seeds)));
    }

    private NDArray recorded(DecoderInput input, NDArray angles, DropoutSeeds seeds) {
        if (!options.drops()) {
            return training.call("hidden", input.ids(), angles, input.plan(), ordered);
        }
        NDArray x = embed(input);
        for (int i = 0; i < config.layers(); i++) {
            x = layer(i, x, angles, input, seeds);
        }
        return lastNorm(x);
    }

    /** The embeddings (N, D) that training begins with. */
    NDArray embed(DecoderInput input) {
        return training.call("embed", input.ids(), ordered.get(0));
    }

    /** Whether the embedding is trained. */
    boolean trainsEmbedding() {
        return ordered.get(0).hasGradient();
    }

    /** One layer as training computes it, with the dropout of its seed. */
    NDArray layer(int index, NDArray x, NDArray angles, DecoderInput input, DropoutSeeds seeds) {
        seeds.apply(index);
        return training.call("layer", x, angles, input.plan(), ofLayer(index));
    }

    NDArray lastNorm(NDArray x) {
        return training.call("last_norm", x, ordered.get(ordered.size() - 1));
    }

    /** A scalar whose gradient by {@code x} is {@code gradient}. */
    NDArray product(NDArray x, NDArray gradient) {
        return training.call("product", x, gradient);
    }

    private List<NDArray> ofLayer(int index) {
        int size = layout.layerSize();
        return ordered.subList(1 + index * size, 1 + (index + 1) * size);
    }

    private NDArray angles(DecoderInput input) {
        return scoring.call("angles", input.positions(), tableFor(input.longest()));
    }

    /** Cosines and sines of at least so many positions, (2, P, C). */
    NDArray tableFor(int longest) {
        if (longest > config.positions()) {
            throw new IllegalArgumentException("a sequence must have at most " + config.positions()
                    + " tokens for this model, got " + longest + "; cut it before");
        }
        if (longest > table.getShape().get(1)) {
            NDArray shorter = table;
            table = table(Math.min(config.positions(), Integer.highestOneBit(longest) * 2));
            shorter.close();
        }
        return table;
    }

    /** The states at the last token of each sequence: (N, D) becomes (B, D). */
    public NDArray last(NDArray hidden, DecoderInput input) {
        return scoring.call("rows", hidden, input.last());
    }

    /**
     * Scores of the next token: (N, D) becomes (N, V), fp32.
     *
     * @throws IllegalStateException where the weights held no output layer, as those of a sequence classifier
     */
    public NDArray logits(NDArray hidden) {
        return scoring.call("logits", hidden, output());
    }

    /** The output layer (V, D). */
    NDArray output() {
        String output = layout.output().orElse(DecoderLayout.EMBEDDING);
        if (!parameters.names().contains(output)) {
            throw new IllegalStateException("a decoder must hold " + output
                    + " to give logits, got none; open it from the language model's files");
        }
        return parameters.get(output);
    }

    /** The script that goes on with sequences; compiled when it is first asked for, as training needs none. */
    TorchScript continuing() {
        if (continuing == null) {
            continuing = owned.add(TorchScript.load(manager, List.of("decoder", "decoding"), constants(0, 0)));
        }
        return continuing;
    }

    /** All tensors that the scripts take, in their order. */
    List<NDArray> ordered() {
        return ordered;
    }

    NDManager manager() {
        return manager;
    }

    /** Adds each adapter's product to the layer it adapts and sets the adapter's B to zero; the model computes as before. */
    public void mergeAdapters() {
        double scale = options.lora()
                .map(Lora::scale)
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

    /**
     * The model's own weights with each adapter's product added, computed when they are asked for, so while the model is
     * open; the model and its adapters stay as they are.
     */
    public TensorMap mergedWeights() {
        double scale = options.lora().map(Lora::scale).orElse(0.0);
        List<StoredTensor> out = new ArrayList<>();
        layout.base().forEach((name, shape) -> {
            String module = name.substring(0, name.lastIndexOf('.'));
            boolean adapted = name.endsWith(".weight") && layout.adapters().containsKey(module);
            out.add(
                    adapted
                            ? new StoredTensor(name, ElementType.F32, shape, (TensorSource)
                                    (offset, count) -> merged(module, scale, offset, count))
                            : Parameters.live(name, parameters.get(name)));
        });
        return new TensorMap(out);
    }

    private ByteBuffer merged(String module, double scale, long offset, int count) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray sum = parameters.get(module + ".weight").duplicate();
            sum.attach(scope);
            scoring.call(
                    "merge",
                    scope.create((float) scale),
                    sum,
                    parameters.get(DecoderLayout.adapterA(module)),
                    parameters.get(DecoderLayout.adapterB(module)));
            return Parameters.live(module, sum).bytes(offset, count);
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

    /** What training changes: the adapters where there are any, else all that the last hidden state depends on. */
    public List<String> trainable() {
        return options.lora().isPresent() ? adapterNames() : layout.names();
    }

    public DecoderConfig config() {
        return config;
    }

    public Options options() {
        return options;
    }

    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        owned.close();
    }
}
