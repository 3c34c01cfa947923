package helpsteer.train;

import helpsteer.run.RunLog;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepReport;
import helpsteer.train.metrics.TrainingResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a run to its log, a line an event. A run that goes on from a checkpoint repeats the steps after it, so after a
 * line {@code resumed} the earlier lines of later steps no longer count.
 */
public final class StepLog implements TrainingListener {
    private final RunLog log;

    public StepLog(RunLog log) {
        this.log = log;
    }

    @Override
    public void resumed(int stepsDone) {
        log.write("resumed", Map.of("stepsDone", stepsDone));
    }

    @Override
    public void report(StepReport report) {
        StepRecord step = report.step();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("step", step.step());
        fields.put("loss", step.loss());
        fields.put("gradientNorm", step.gradientNorm());
        fields.put("learningRate", step.learningRate());
        fields.put("tokens", step.work().tokens());
        fields.put("paddedTokens", step.work().paddedTokens());
        fields.put("seconds", step.work().seconds());
        if (report.memory().resident() >= 0) {
            fields.put("residentBytes", report.memory().resident());
        }
        if (report.memory().device() >= 0) {
            fields.put("deviceBytes", report.memory().device());
        }
        log.write("step", fields);
    }

    @Override
    public void withoutGradient(List<String> parameters) {
        log.write("withoutGradient", Map.of("parameters", parameters));
    }

    @Override
    public void validation(TrainingResult.Validation look) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("stepsDone", look.stepsDone());
        fields.put("loss", look.loss());
        if (!look.metrics().isEmpty()) {
            fields.put("metrics", look.metrics());
        }
        log.write("validation", fields);
    }
}
