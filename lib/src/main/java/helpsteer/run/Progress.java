package helpsteer.run;

import java.util.function.Supplier;

/**
 * Hears how far a long task has come. Long tasks report to {@link #current()}, which is what the place shows in which
 * they run: a bar in a notebook, a line in a terminal, nothing elsewhere.
 */
@FunctionalInterface
public interface Progress {

    /** A listener that shows nothing. */
    Progress SILENT = (task, done, total, note) -> {};

    /**
     * Tells the state of a task; called often, so a listener must be cheap or throttle itself.
     *
     * @param task what is being done, such as {@code "training"}; the same text for the whole task
     * @param done units finished, at least 0
     * @param total units in all, or -1 where that is not known
     * @param note a short remark to show behind the numbers, may be empty
     */
    void update(String task, long done, long total, String note);

    /** The listener of this thread: that of the innermost {@link #during}, else the installed one, else {@link #SILENT}. */
    static Progress current() {
        return Ambient.PROGRESS.current();
    }

    /**
     * Calls with a listener that is the current one of this thread, and of threads that it starts, until the call is over.
     *
     * @param listener such as {@link #SILENT}, or one that records in a test
     * @return what the call gives
     */
    static <R, E extends Exception> R during(Progress listener, Ambient.Call<R, E> call) throws E {
        return Ambient.PROGRESS.during(listener, call);
    }

    /**
     * Chooses the process's listener: the command line and the kernel call this when they start.
     *
     * @param listener asked at each {@link #current()}, so that a kernel can begin a new place with each cell
     */
    static void install(Supplier<Progress> listener) {
        Ambient.PROGRESS.install(listener);
    }
}
