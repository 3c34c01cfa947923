package helpsteer.align;

import helpsteer.run.Progress;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;

/** Interrupts its own thread at a moment, as a notebook's stop button and Ctrl-C do. */
public final class Interrupting {
    private Interrupting() {}

    /** While a run trains, after so many of its steps. */
    public static TrainingListener afterStep(int steps) {
        return new TrainingListener() {
            @Override
            public void step(StepRecord record) {
                if (record.step() + 1 == steps) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** The first time that a task has come so far. */
    static Progress at(String task, long done) {
        boolean[] told = {false};
        return (name, count, total, note) -> {
            if (!told[0] && name.equals(task) && count >= done) {
                told[0] = true;
                Thread.currentThread().interrupt();
            }
        };
    }
}
