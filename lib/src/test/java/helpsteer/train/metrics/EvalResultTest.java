package helpsteer.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.run.RunLog;
import helpsteer.train.LoggedRun;
import helpsteer.train.StepLog;
import helpsteer.train.metrics.TrainingResult.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalResultTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Map<String, Double> metrics() {
        Map<String, Double> out = new LinkedHashMap<>();
        out.put("zeta", 0.25);
        out.put("accuracy", 0.5);
        return out;
    }

    @Test
    void validation_json_keepsOrderAndReadsWhatHasNoMetrics() throws JsonProcessingException {
        String with = "{\"stepsDone\":4,\"loss\":1.5,\"metrics\":{\"zeta\":0.25,\"accuracy\":0.5}}";
        String without = "{\"stepsDone\":4,\"loss\":1.5}";
        assertThat(JSON.writeValueAsString(new Validation(4, 1.5, metrics()))).isEqualTo(with);
        assertThat(JSON.writeValueAsString(new Validation(4, 1.5))).isEqualTo(without);
        assertThat(JSON.readValue(with, Validation.class)).isEqualTo(new Validation(4, 1.5, metrics()));
        assertThat(JSON.readValue(with, Validation.class).metrics().keySet()).containsExactly("zeta", "accuracy");
        assertThat(JSON.readValue(without, Validation.class)).isEqualTo(new Validation(4, 1.5));
        assertThatThrownBy(() -> JSON.readValue("{\"loss\":1}", Validation.class))
                .hasMessageContaining("look must hold stepsDone and loss, got {\"loss\":1}");
    }

    @Test
    void look_metricThatIsNotDefined_isRefused() {
        Map<String, Double> bad = Map.of("R²", Double.NaN);
        assertThatThrownBy(() -> new EvalResult(1, bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("R² must be finite, got NaN; leave out what is not defined");
    }

    /** Steps 1 and 2 are repeated after a kill: they and the look between them count once. */
    @Test
    void loggedRun_runThatWentOn_countsRepeatedStepsOnce(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.jsonl");
        try (RunLog log = RunLog.open(file)) {
            StepLog steps = new StepLog(log);
            log.write("task", Map.of("loss", "scaled"));
            steps.validation(new Validation(0, 2));
            for (int step : new int[] {0, 1, 2}) {
                steps.report(report(step));
            }
            steps.validation(new Validation(2, 1, metrics()));
            steps.resumed(1);
            for (int step : new int[] {1, 2, 3}) {
                steps.report(report(step));
            }
            steps.validation(new Validation(2, 1, metrics()));
            steps.validation(new Validation(4, 1.5));
        }
        LoggedRun run = LoggedRun.read(file);
        assertThat(run.task()).containsEntry("loss", "scaled");
        assertThat(run.steps()).isEqualTo(4);
        assertThat(run.looks())
                .isEqualTo(List.of(new Validation(0, 2), new Validation(2, 1, metrics()), new Validation(4, 1.5)));
        assertThat(run.best()).contains(new Validation(2, 1, metrics()));
        assertThat(run.tokensPerSecond()).isEqualTo(200);
        assertThat(run.peakResidentBytes()).isEqualTo(7003);
        Files.writeString(file, "{}\n");
        assertThatThrownBy(() -> LoggedRun.read(file))
                .hasMessage("run.jsonl:1: line must name its event, got none; remove the line");
    }

    private static StepReport report(int step) {
        StepRecord record = new StepRecord(step, 1, 1, 0.1, new StepStats(100, 0, 0, 0.5));
        return new StepReport(record, Throughput.of(List.of(record)), new MemoryUse(7000 + step, 8000, -1), 0);
    }
}
