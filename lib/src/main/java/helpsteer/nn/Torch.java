package helpsteer.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts the native library in the one way that the whole workbench uses, and chooses the device.
 *
 * <p>Settings, as environment variable or system property: {@code HELPSTEER_DEVICE} ({@code cpu}, {@code gpu},
 * {@code gpu:1}; default: a GPU where one is usable, else the CPU) and {@code HELPSTEER_THREADS} /
 * {@code helpsteer.threads} (default: all cores).
 */
public final class Torch {
    private static final AtomicReference<@Nullable Engine> STARTED = new AtomicReference<>();

    private static final String GRAPH_OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

    private static final String CUDA_HELP =
            " set HELPSTEER_DEVICE=cpu, or see that the CUDA build of libtorch is in use"
                    + " (environment/doctor says how) and that the linker finds the driver and libcudart (LD_LIBRARY_PATH)";

    private Torch() {}

    private static synchronized Engine engine() {
        Engine engine = STARTED.get();
        if (engine == null) {
            engine = start();
            STARTED.set(engine);
        }
        return engine;
    }

    private static Engine start() {
        Map<String, String> settings = Map.of(
                "ai.djl.offline",
                "true", // nothing is downloaded behind the user's back
                "OPT_OUT_TRACKING",
                "true",
                "ai.djl.pytorch.num_interop_threads",
                "1",
                "ai.djl.pytorch.num_threads",
                Integer.toString(threads()),
                GRAPH_OPTIMIZER,
                "false"); // costs 2 to 12 % and 100 MiB when training
        settings.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
        try {
            return Engine.getEngine("PyTorch");
        } catch (RuntimeException | LinkageError e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new IllegalStateException(
                    "the native library of PyTorch must load, got " + cause
                            + "; environment/doctor says what is missing",
                    e);
        }
    }

    /** Threads that one operation may use. */
    public static int threads() {
        String asked = setting("HELPSTEER_THREADS", "helpsteer.threads");
        if (asked.isEmpty()) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!asked.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("HELPSTEER_THREADS must be a count from 1 to 9999, got " + asked);
        }
        return Integer.parseInt(asked);
    }

    /** Name and version of the engine, such as {@code "PyTorch 2.7.1"}. */
    public static String version() {
        return engine().getEngineName() + " " + engine().getVersion();
    }

    /**
     * The device that {@code HELPSTEER_DEVICE} asks for, or the best there is.
     *
     * @throws IllegalStateException where a GPU is asked for and not usable; there is no silent fallback
     */
    public static Device device() {
        String asked = setting("HELPSTEER_DEVICE", "helpsteer.device").toLowerCase(Locale.ROOT);
        int gpus = engine().getGpuCount();
        if (asked.isEmpty()
                && gpus == 0
                && setting("PYTORCH_FLAVOR", "PYTORCH_FLAVOR").startsWith("cu")) {
            throw new IllegalStateException("PYTORCH_FLAVOR must be cpu where no GPU is usable, got "
                    + setting("PYTORCH_FLAVOR", "PYTORCH_FLAVOR") + " where " + version() + " sees none;" + CUDA_HELP);
        }
        if (asked.isEmpty()) {
            return gpus > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (asked.equals("cpu")) {
            return Device.cpu();
        }
        if (!asked.matches("gpu(:[0-9]+)?")) {
            throw new IllegalArgumentException("HELPSTEER_DEVICE must be cpu, gpu or gpu:N, got " + asked);
        }
        int index = asked.equals("gpu") ? 0 : Integer.parseInt(asked.substring("gpu:".length()));
        if (index >= gpus) {
            throw new IllegalStateException("HELPSTEER_DEVICE must name a usable GPU, got " + asked + " where "
                    + version() + " sees " + gpus + ";" + CUDA_HELP);
        }
        return Device.gpu(index);
    }

    /** The chosen device in words, such as {@code "cpu, 2 threads"} or {@code "gpu(0)"}. */
    public static String describeDevice() {
        return usesGpu() ? device().toString() : "cpu, " + threads() + (threads() == 1 ? " thread" : " threads");
    }

    /** Whether {@link #device()} is a GPU. */
    public static boolean usesGpu() {
        return device().isGpu();
    }

    /** A long-lived manager on {@link #device()}; whoever asks for it closes it. */
    public static NDManager newManager() {
        inferenceByDefault();
        return NDManager.newBaseManager(device(), engine().getEngineName());
    }

    /**
     * Switches gradient recording off for this thread until a collector switches it on.
     *
     * <p>libtorch records by default in every thread but the one that started the engine, which would keep the whole
     * graph of each forward pass.
     */
    public static void inferenceByDefault() {
        engine(); // loads the native library that the next line calls
        JniUtils.setGradMode(false);
    }

    /**
     * Calls without gradients and with one thread to an operation, where other threads of this process compute beside this one.
     * The results do not depend on how many do, but for dropout, whose random state all threads share.
     */
    public static <R> R onOneThread(Supplier<R> call) {
        inferenceByDefault();
        JniUtils.setGraphExecutorOptimize(
                Boolean.getBoolean(GRAPH_OPTIMIZER)); // DJL tells the thread alone that starts it
        JniUtils.setNumThreads(1);
        try {
            return call.get();
        } finally {
            JniUtils.setNumThreads(threads()); // also what threads to come begin with
        }
    }

    /** Sets the native library's random state, which dropout draws from. */
    public static void seed(long seed) {
        engine().setRandomSeed((int) (seed ^ (seed >>> 32)));
    }

    private static String setting(String variable, String property) {
        String value = System.getenv(variable);
        return (value == null || value.isBlank() ? System.getProperty(property, "") : value).strip();
    }
}
