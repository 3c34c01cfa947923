package helpsteer.report.progress;

import helpsteer.run.Progress;
import java.util.function.LongSupplier;

/** Progress that is shown only so often, with a fresh clock for each task; safe for several threads. */
abstract class PacedProgress implements Progress {
    private final LongSupplier nanoTime;
    private final long intervalMillis;
    private Throttle throttle;
    private String task = "";
    private boolean running;
    private long started;
    private long startedAt;

    /**
     * Shows the first update of a task, its last, and others no more often than the interval lets it.
     *
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    PacedProgress(LongSupplier nanoTime, long intervalMillis) {
        this.nanoTime = nanoTime;
        this.intervalMillis = intervalMillis;
        this.throttle = new Throttle(nanoTime, intervalMillis);
    }

    @Override
    public final synchronized void update(String name, long done, long total, String note) {
        long now = nanoTime.getAsLong();
        if (!running || !name.equals(task) || done < startedAt) { // another task, or this one from its beginning again
            running = true;
            task = name;
            started = now;
            startedAt = done;
            throttle = new Throttle(nanoTime, intervalMillis);
            begin();
        }
        ProgressState state = new ProgressState(name, done, total, startedAt, now - started, note);
        if (throttle.open() || state.complete()) {
            show(state);
        } else {
            hold(state);
        }
    }

    /** A task begins. */
    void begin() {}

    /** An update that is not shown for now. */
    void hold(ProgressState state) {}

    abstract void show(ProgressState state);
}
