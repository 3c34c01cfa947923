package helpsteer.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import helpsteer.nn.Gradients;
import helpsteer.nn.Parameters;
import helpsteer.nn.TorchScript;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * AdamW over a model's parameters: clipping, update and zeroing of the gradients in one native call.
 *
 * <p>Parameters and state are fp32, whatever type the model computes in. The gradients stay in native memory, in each
 * parameter's {@code getGradient()}, from the first backward pass until {@link #step}; so they can be read or averaged
 * over processes in between (close the handle that {@code getGradient()} gives).
 */
public final class AdamW implements AutoCloseable {
    private final NDManager manager;
    private final TorchScript script;
    private final Parameters parameters;
    private final AdamWConfig config;
    private final List<String> names;
    private final int decaying;
    private final List<NDArray> values;
    private final List<NDArray> first;
    private final List<NDArray> second;
    private final List<NDArray> steps;
    private int missing;

    /**
     * Prepares to train the named parameters, of which the matrices decay; they start to record gradients.
     *
     * @param trained names within {@code parameters}, at least one
     */
    public AdamW(Parameters parameters, List<String> trained, AdamWConfig config, NDManager parent) {
        this(
                parameters,
                trained,
                config,
                name -> parameters.get(name).getShape().dimension() > 1,
                parent);
    }

    /**
     * The same with a choice of what decays.
     *
     * @param decays whether the parameter of a name decays
     */
    public AdamW(
            Parameters parameters,
            List<String> trained,
            AdamWConfig config,
            Predicate<String> decays,
            NDManager parent) {
        check(parameters, trained);
        this.parameters = parameters;
        this.config = config;
        List<String> ordered = new ArrayList<>(trained.stream().filter(decays).toList());
        decaying = ordered.size();
        trained.stream().filter(decays.negate()).forEach(ordered::add);
        names = List.copyOf(ordered);
        values = names.stream().map(parameters::get).toList();
        manager = parent.newSubManager();
        script = TorchScript.load(
                manager,
                "adamw",
                Map.of(
                        "BETA1", config.beta1(),
                        "BETA2", config.beta2(),
                        "EPS", config.epsilon(),
                        "DECAY", config.weightDecay(),
                        "DECAYING", decaying));
        first = values.stream().map(v -> zeros(v.getShape())).toList();
        second = values.stream().map(v -> zeros(v.getShape())).toList();
        steps = values.stream().map(v -> zeros(new Shape())).toList();
        values.forEach(v -> v.setRequiresGradient(true));
        clear();
    }

    private static void check(Parameters parameters, List<String> trained) {
        if (trained.isEmpty()) {
            throw new IllegalArgumentException("trained must hold at least one parameter, got []");
        }
        if (new HashSet<>(trained).size() != trained.size()) {
            throw new IllegalArgumentException("trained must name each parameter once, got " + trained);
        }
        for (String name : trained) {
            DataType type = parameters.get(name).getDataType();
            if (type != DataType.FLOAT32) {
                throw new IllegalArgumentException(name + " must be fp32 to be trained, got " + type);
            }
        }
    }

    private NDArray zeros(Shape shape) {
        return manager.zeros(shape, DataType.FLOAT32);
    }

    /** Zeroes what a run that failed midway may have left in the gradients. */
    private void clear() {
        try (NDManager scope = manager.newSubManager()) {
            script.call("clear", scope.zeros(new Shape(1)), values);
        }
    }

    /**
     * Applies the gradients gathered since the last step and zeroes them.
     *
     * <p>A parameter that no backward pass has reached yet stays as it is, as in torch; {@link #withoutGradient()} names
     * it.
     *
     * @param learningRate at least 0
     * @return the global norm of the gradients before clipping; where it is not finite no parameter was changed
     * @throws IllegalStateException where no parameter at all has a gradient
     */
    public double step(double learningRate) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray hyper = scope.create(new float[] {(float) learningRate, (float) config.clipNorm()});
            float[] out =
                    script.call("step", hyper, values, first, second, steps).toFloatArray();
            missing = (int) out[1];
            if (missing == names.size()) {
                throw new IllegalStateException(
                        "a backward pass must reach at least one trained parameter, got none of " + names
                                + "; check that the loss uses them");
            }
            return out[0];
        }
    }

    /** The trained parameters that no backward pass had reached at the last step; they were not changed. */
    public List<String> withoutGradient() {
        if (missing == 0) {
            return List.of();
        }
        try (NDManager scope = manager.newSubManager()) {
            float[] flags =
                    script.call("missing", scope.zeros(new Shape(1)), values).toFloatArray();
            List<String> out = new ArrayList<>();
            for (int i = 0; i < flags.length; i++) {
                if (flags[i] == 1) {
                    out.add(names.get(i));
                }
            }
            return out;
        }
    }

    /** The trained parameters: first those that decay, then the others. */
    public List<String> names() {
        return names;
    }

    /** The trained parameters that decay. */
    public List<String> decaying() {
        return names.subList(0, decaying);
    }

    public AdamWConfig config() {
        return config;
    }

    /** Copies of all moments and step counts. */
    public TensorMap state() {
        return state(Parameters::stored);
    }

    /** The same without copies, for writing them to a file before the next step. */
    public TensorMap liveState() {
        return state(Parameters::live);
    }

    /** The trained parameters, read when asked for. */
    public TensorMap liveParameters() {
        return new TensorMap(names.stream()
                .map(name -> Parameters.live(name, parameters.get(name)))
                .toList());
    }

    /** Gives the trained parameters other values. */
    public void assign(TensorMap others) {
        for (int i = 0; i < names.size(); i++) {
            fill(values.get(i), others, names.get(i));
        }
    }

    private TensorMap state(BiFunction<String, NDArray, StoredTensor> storing) {
        List<StoredTensor> out = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            out.add(storing.apply("first." + names.get(i), first.get(i)));
            out.add(storing.apply("second." + names.get(i), second.get(i)));
            out.add(storing.apply("steps." + names.get(i), steps.get(i)));
        }
        return new TensorMap(out);
    }

    /** Sets all moments and step counts to those of a checkpoint. */
    public void restore(TensorMap state) {
        List<NDArray> reached = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fill(first.get(i), state, "first." + names.get(i));
            fill(second.get(i), state, "second." + names.get(i));
            fill(steps.get(i), state, "steps." + names.get(i));
            if (steps.get(i).getFloat() > 0) {
                reached.add(values.get(i));
            }
        }
        touch(reached);
    }

    /** Gives parameters a gradient of zero, as those have that some earlier step has reached. */
    private void touch(List<NDArray> reached) {
        if (!reached.isEmpty()) {
            try (NDManager scope = manager.newSubManager()) {
                Gradients.of(1, () -> script.call("touch", scope.zeros(new Shape(1)), reached));
            }
        }
    }

    private void fill(NDArray target, TensorMap state, String name) {
        parameters.assign(target, state, name);
    }

    @Override
    public void close() {
        values.forEach(v -> v.setRequiresGradient(false));
        script.close();
        manager.close();
    }
}
