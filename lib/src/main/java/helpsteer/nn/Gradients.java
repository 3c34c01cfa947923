package helpsteer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * The ordinary backward pass, for objectives whose loss is one graph.
 *
 * <p>Threads may have passes beside each other, of models that have nothing in common. DJL's own collector allows one pass in a
 * process; libtorch records by thread.
 */
public final class Gradients {
    @SuppressWarnings("ThreadLocalUsage") // one for the process, as libtorch's own mark is
    private static final ThreadLocal<Boolean> OPEN = ThreadLocal.withInitial(() -> false);

    private Gradients() {}

    /**
     * Computes a loss while gradients are recorded, and adds {@code share} times its gradient to that of each parameter.
     *
     * @param share factor of the gradient, not of the value returned
     * @param loss gives a scalar; called once
     * @return the loss itself
     * @throws IllegalStateException where this thread is within another backward pass
     */
    public static double of(double share, Supplier<NDArray> loss) {
        return recorded(() -> {
            NDArray mean = loss.get();
            double value = mean.getFloat();
            backward(share == 1 ? mean : mean.mul(share));
            return value;
        });
    }

    /** Adds the gradient of a scalar to that of each parameter; its value is not read, so that a GPU need not be waited for. */
    public static void add(Supplier<NDArray> scalar) {
        recorded(() -> {
            backward(scalar.get());
            return true;
        });
    }

    /** As DJL's collector does; the gradient that all begins with is closed with the scope of the scalar. */
    private static void backward(NDArray scalar) {
        NDArray one = scalar.getManager().ones(scalar.getShape(), scalar.getDataType());
        JniUtils.backward((PtNDArray) scalar, (PtNDArray) one, false, false);
    }

    private static <R> R recorded(Supplier<R> pass) {
        if (OPEN.get()) {
            throw new IllegalStateException(
                    "a thread must have one backward pass at a time, got a second; train one model"
                            + " after the other");
        }
        Torch.inferenceByDefault(); // starts the engine, and is what is gone back to
        OPEN.set(true);
        JniUtils.setGradMode(true);
        try {
            return pass.get();
        } finally {
            JniUtils.setGradMode(false);
            OPEN.remove();
        }
    }
}
