package helpsteer.report.progress;

import helpsteer.report.Rendered;
import helpsteer.report.Screen;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shows progress in one place of the current {@link Screen}, at most ten times a second; safe for several threads. */
public final class LiveProgress extends PacedProgress {
    private static final long INTERVAL_MILLIS = 100;

    private final String id = "progress-" + UUID.randomUUID();
    private @Nullable ProgressState held;

    /** A new place on the screen, which appears with the first update. */
    public LiveProgress() {
        this(System::nanoTime);
    }

    LiveProgress(LongSupplier nanoTime) {
        super(nanoTime, INTERVAL_MILLIS);
    }

    @Override
    void hold(ProgressState state) {
        held = state;
    }

    @Override
    void show(ProgressState state) {
        Screen.current().show(id, Rendered.html(state.html(), state.text()));
        held = null;
    }

    /** Shows the last update if it was held back; needed only where a task ends before its total. */
    public synchronized void finish() {
        if (held != null) {
            show(held);
        }
    }
}
