package helpsteer.reward.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.data.Attribute;
import helpsteer.nn.Gradients;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.run.Seed;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How a gating network is trained: all pairs at each step of AdamW, until held-out prompts gain nothing any more. A learned
 * scale, which no ranking depends on, multiplies the reward within the loss.
 *
 * @param hidden width of the hidden layer, at least 1
 * @param temperature of the softmax, above 0
 * @param rate of AdamW, above 0
 * @param decay of the parameters, at least 0, as a share of the rate
 * @param length when it stops
 */
record GatingTraining(int hidden, double temperature, double rate, double decay, Length length) {
    private static final double NO_CLIPPING = 1e9;

    /** Small enough for a few hundred pairs. */
    static final GatingTraining DEFAULT = new GatingTraining(16, 1, 1e-3, 0.1, new Length(400, 40));

    /**
     * When training stops.
     *
     * @param steps at most
     * @param patience steps without gain
     */
    record Length(int steps, int patience) {}

    /** Pairs to learn from: prompts (N, D), and by attribute the better response's score less the other's (N, A). */
    static final class Pairs {
        private final float[][] prompts;
        private final float[][] differences;

        Pairs(float[][] prompts, float[][] differences) {
            if (prompts.length == 0 || prompts.length != differences.length) {
                throw new IllegalArgumentException("prompts and differences must be of one length above 0, got "
                        + prompts.length + " and " + differences.length);
            }
            this.prompts = prompts;
            this.differences = differences;
        }
    }

    /** A trained network, the step that it is of (0: the start), and the held-out loss there and at the start. */
    record Result(GatingNetwork network, int step, double start, double best) {}

    GatingTraining {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be above 0, got " + temperature);
        }
    }

    /** Trains; the network is the one of the lowest loss on the held-out pairs. */
    Result run(Pairs train, Pairs held, Seed seed) {
        try (NDManager manager = Torch.newManager();
                Parameters parameters = start(train.prompts[0].length, seed.stream("gate"), manager);
                Loss loss = new Loss(parameters, temperature, manager);
                AdamW optimizer = new AdamW(
                        parameters,
                        List.copyOf(parameters.names()),
                        new AdamWConfig(0.9, 0.999, 1e-8, decay, NO_CLIPPING),
                        name -> true,
                        manager)) {
            double start = loss.of(held);
            Result best = new Result(new GatingNetwork(parameters, temperature), 0, start, start);
            for (int step = 1; step <= length.steps && step - best.step <= length.patience; step++) {
                loss.backward(train);
                optimizer.step(rate);
                double now = loss.of(held);
                if (now < best.best) {
                    best = new Result(new GatingNetwork(parameters, temperature), step, start, now);
                }
            }
            return best;
        }
    }

    /** A network that weighs all attributes alike, whatever the prompt; its hidden layer is random. */
    Parameters start(int width, SplittableRandom random, NDManager manager) {
        float[] weights = new float[hidden * width];
        double bound = 1 / Math.sqrt(width);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextDouble(-bound, bound);
        }
        Parameters out = new Parameters(manager);
        out.add(GatingNetwork.HIDDEN_WEIGHT, new Shape(hidden, width), weights);
        out.add(GatingNetwork.HIDDEN_BIAS, new Shape(hidden), new float[hidden]);
        out.add(GatingNetwork.OUTPUT_WEIGHT, new Shape(Attribute.COUNT, hidden), new float[Attribute.COUNT * hidden]);
        out.add(GatingNetwork.OUTPUT_BIAS, new Shape(Attribute.COUNT), new float[Attribute.COUNT]);
        out.add("scale.log", new Shape(1), new float[1]);
        return out;
    }

    /** The mean regular Bradley-Terry loss of some parameters. */
    static final class Loss implements AutoCloseable {
        private final NDManager manager;
        private final TorchScript script;
        private final List<NDArray> parameters;

        Loss(Parameters parameters, double temperature, NDManager manager) {
            this.manager = manager;
            this.parameters = parameters.startingWith("");
            script = TorchScript.load(manager, "gating_network", Map.of("TEMPERATURE", temperature));
        }

        double of(Pairs pairs) {
            try (NDManager scope = manager.newSubManager()) {
                return call(pairs, scope).getFloat();
            }
        }

        /** Adds the gradient to the parameters'. */
        double backward(Pairs pairs) {
            try (NDManager scope = manager.newSubManager()) {
                return Gradients.of(1, () -> call(pairs, scope));
            }
        }

        private NDArray call(Pairs pairs, NDManager scope) {
            return script.call("loss", scope.create(pairs.prompts), scope.create(pairs.differences), parameters);
        }

        @Override
        public void close() {
            script.close();
        }
    }
}
