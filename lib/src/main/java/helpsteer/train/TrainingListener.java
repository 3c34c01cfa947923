package helpsteer.train;

import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepReport;
import helpsteer.train.metrics.TrainingResult;
import java.util.List;

/** Hears of a run as it goes, to draw or to log; it cannot change the run. */
public interface TrainingListener {
    /** A watcher that does nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** Before the first step of a run that goes on from a checkpoint. */
    default void resumed(int stepsDone) {}

    /** After each optimiser step. */
    default void step(StepRecord record) {}

    /** After each optimiser step too: the same record with speed and memory. */
    default void report(StepReport report) {}

    /** After the first step, where no backward pass has reached some of the trained parameters; they stay as they are. */
    default void withoutGradient(List<String> parameters) {}

    /** After each look at the validation set. */
    default void validation(TrainingResult.Validation look) {}

    /** Both, this one first. */
    default TrainingListener and(TrainingListener other) {
        TrainingListener one = this;
        return new TrainingListener() {
            @Override
            public void resumed(int stepsDone) {
                one.resumed(stepsDone);
                other.resumed(stepsDone);
            }

            @Override
            public void step(StepRecord record) {
                one.step(record);
                other.step(record);
            }

            @Override
            public void report(StepReport report) {
                one.report(report);
                other.report(report);
            }

            @Override
            public void withoutGradient(List<String> parameters) {
                one.withoutGradient(parameters);
                other.withoutGradient(parameters);
            }

            @Override
            public void validation(TrainingResult.Validation look) {
                one.validation(look);
                other.validation(look);
            }
        };
    }
}
