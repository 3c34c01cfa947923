package helpsteer.train;

import helpsteer.run.Ambient;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepReport;
import helpsteer.train.metrics.TrainingResult;
import java.util.List;
import java.util.function.Supplier;

/**
 * Callbacks of a training run, to draw or to log; they cannot change the run. Training tells the {@link #current()}
 * listener, which is what the place shows in which it runs: a live curve in a notebook, nothing elsewhere.
 */
public interface TrainingListener {
    /** A listener that does nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** Before the first step of a run that goes on from a checkpoint. */
    default void resumed(int stepsDone) {}

    /** After each optimiser step. */
    default void step(StepRecord record) {}

    /** After each optimiser step too: the same record with speed and memory. */
    default void report(StepReport report) {}

    /** After the first step, where no backward pass has reached some of the trained parameters; they stay as they are. */
    default void withoutGradient(List<String> parameters) {}

    /** After each evaluation on the validation set. */
    default void validation(TrainingResult.Validation evaluation) {}

    /** After the last step, however the run ended. */
    default void ended() {}

    /** The listener of this thread: that of the innermost {@link #during}, else the installed one, else {@link #NONE}. */
    static TrainingListener current() {
        return Several.AMBIENT.current();
    }

    /** Calls with a listener that is the current one until the call is over; gives what the call gives. */
    static <R, E extends Exception> R during(TrainingListener listener, Ambient.Call<R, E> call) throws E {
        return Several.AMBIENT.during(listener, call);
    }

    /** The same with a listener that hears of a run after the one that is current already. */
    static <R, E extends Exception> R alsoDuring(TrainingListener listener, Ambient.Call<R, E> call) throws E {
        return during(new Several(List.of(current(), listener)), call);
    }

    /**
     * Chooses the process's listener.
     *
     * @param listener asked once at the start of each training run, so that a notebook can begin a new curve
     */
    static void install(Supplier<TrainingListener> listener) {
        Several.AMBIENT.install(listener);
    }

    /** Several listeners as one, told in their order. */
    record Several(List<TrainingListener> all) implements TrainingListener {
        static final Ambient<TrainingListener> AMBIENT = new Ambient<>(TrainingListener.NONE);

        @Override
        public void resumed(int stepsDone) {
            all.forEach(l -> l.resumed(stepsDone));
        }

        @Override
        public void step(StepRecord record) {
            all.forEach(l -> l.step(record));
        }

        @Override
        public void report(StepReport report) {
            all.forEach(l -> l.report(report));
        }

        @Override
        public void withoutGradient(List<String> parameters) {
            all.forEach(l -> l.withoutGradient(parameters));
        }

        @Override
        public void validation(TrainingResult.Validation evaluation) {
            all.forEach(l -> l.validation(evaluation));
        }

        @Override
        public void ended() {
            all.forEach(TrainingListener::ended);
        }
    }
}
