package helpsteer.train;

import helpsteer.run.Ambient;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepReport;
import helpsteer.train.metrics.TrainingResult;
import java.util.List;

/** Several listeners as one, told in their order. */
record TrainingListeners(List<TrainingListener> all) implements TrainingListener {
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
