package helpsteer.nn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.function.Supplier;

/** The ordinary backward pass, for objectives whose loss is one graph. */
public final class Gradients {
    private Gradients() {}

    /**
     * Computes a loss while gradients are recorded, and adds {@code share} times its gradient to that of each parameter.
     *
     * @param share factor of the gradient, not of the value returned
     * @param loss gives a scalar; called once
     * @return the loss itself
     * @throws IllegalStateException where another backward pass is open: the engine can record only one at a time
     */
    public static double of(double share, Supplier<NDArray> loss) {
        try (GradientCollector collector = open()) {
            NDArray mean = loss.get();
            double value = mean.getFloat();
            collector.backward(share == 1 ? mean : mean.mul(share));
            return value;
        }
    }

    /** Adds the gradient of a scalar to that of each parameter; its value is not read, so that a GPU need not be waited for. */
    public static void add(Supplier<NDArray> scalar) {
        try (GradientCollector collector = open()) {
            collector.backward(scalar.get());
        }
    }

    private static GradientCollector open() {
        Torch.inferenceByDefault(); // starts the engine, and is what the collector goes back to
        try {
            return Engine.getInstance().newGradientCollector();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "a process must have one backward pass at a time, got a second; train one model after the other",
                    e);
        }
    }
}
