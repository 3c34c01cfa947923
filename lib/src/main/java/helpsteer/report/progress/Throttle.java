package helpsteer.report.progress;

import java.util.function.LongSupplier;

/** Lets something happen only so often; not safe for several threads. */
final class Throttle {
    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private boolean opened;
    private long next;

    /**
     * Opens at once and then after each interval.
     *
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    Throttle(LongSupplier nanoTime, long intervalMillis) {
        this.nanoTime = nanoTime;
        this.intervalNanos = intervalMillis * 1_000_000;
    }

    /** Whether it may happen now; if so, not again before the interval is over. */
    boolean open() {
        long now = nanoTime.getAsLong();
        if (opened && now - next < 0) {
            return false;
        }
        opened = true;
        next = now + intervalNanos;
        return true;
    }

    /** Keeps it closed for at least that long from now, for work that turned out to be slow. */
    void rest(long nanos) {
        long end = nanoTime.getAsLong() + nanos;
        if (end - next > 0) {
            next = end;
        }
    }
}
