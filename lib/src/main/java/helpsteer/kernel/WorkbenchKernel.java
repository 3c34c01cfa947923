package helpsteer.kernel;

import helpsteer.report.Screen;
import helpsteer.report.notebook.Rendering;
import helpsteer.report.progress.LiveCurve;
import helpsteer.report.progress.LiveProgress;
import helpsteer.run.Progress;
import helpsteer.train.TrainingListener;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import io.github.spencerpark.ijava.execution.CodeEvaluator;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import org.jspecify.annotations.Nullable;

/**
 * IJava, started on the library's own class path, with the library's renderings, a screen for progress, errors that
 * name their causes, and no limit on output.
 */
public final class WorkbenchKernel extends JavaKernel {
    private final CellExecution execution = new CellExecution();
    private final NotebookScreen screen = new NotebookScreen(getIO().display);
    private volatile Progress progress = new LiveProgress();

    /** A kernel that serves {@code display()} and the screen of this process from now on. */
    WorkbenchKernel() throws IOException, ReflectiveOperationException {
        Renderers.register(getRenderer(), Rendering.all());
        // IJava offers no way to choose these two; its jar is pinned by its hash, so the names hold.
        field(JavaKernel.class, "evaluator").set(this, evaluator(execution));
        field(IJava.class, "kernel").set(null, this);
        Screen.install(screen);
    }

    /**
     * Serves one notebook until it closes.
     *
     * @param arguments the path of Jupyter's connection file, and nothing else
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("arguments must be one connection file, got " + arguments.length
                    + "; Jupyter starts the kernel, so run environment/lab.");
        }
        Locale.setDefault(Locale.ROOT); // numbers have the same digits on every machine
        LogManager.getLogManager().reset(); // IJava logs every message that it receives
        String connection = Files.readString(Path.of(arguments[0]));
        JupyterConnection jupyter = new JupyterConnection(KernelConnectionProperties.parse(connection));
        // At ZeroMQ's default of 1,000 waiting messages, a cell that prints fast loses lines and even its own end.
        jupyter.getIOPub().setSndHWM(0);
        WorkbenchKernel kernel = new WorkbenchKernel();
        Progress.install(() -> kernel.progress);
        TrainingListener.install(LiveCurve::ofRun);
        kernel.becomeHandlerForConnection(jupyter);
        jupyter.connect();
        jupyter.waitUntilClose();
        System.exit(0);
    }

    @Override
    public @Nullable DisplayData eval(String cell) throws Exception {
        screen.startCell();
        progress = new LiveProgress();
        execution.startCell(cell);
        return super.eval(cell);
    }

    @Override
    public List<String> formatError(Exception error) {
        return error instanceof EvalException thrown ? ErrorText.of(thrown) : super.formatError(error);
    }

    /** As IJava makes its own, but with executions that keep causes. */
    private static CodeEvaluator evaluator(CellExecution execution) throws IOException {
        CellExecution.Provider provider = new CellExecution.Provider(execution);
        JShell shell = JShell.builder()
                .executionEngine(provider, Map.of())
                .compilerOptions("-parameters")
                .build();
        try (InputStream imports = IJava.resource(IJava.DEFAULT_SHELL_INIT_RESOURCE_PATH)) {
            String script = new String(imports.readAllBytes(), StandardCharsets.UTF_8);
            return new CodeEvaluator(shell, provider, "cells", new ArrayList<>(List.of(script))); // emptied when run
        }
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
