package helpsteer.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import helpsteer.nn.Torch;
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
