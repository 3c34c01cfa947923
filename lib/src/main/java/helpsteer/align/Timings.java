package helpsteer.align;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Ambient;
import helpsteer.run.Progress;
import helpsteer.run.RunLog;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the parts of a run took, written down as it goes, so that a run of several sessions knows of all. */
public final class Timings implements AutoCloseable {
    public static final String FILE = "costs.jsonl";
    private static final double NANOS = 1e9;

    private final RunLog log;

    private Timings(RunLog log) {
        this.log = log;
    }

    public static Timings open(Path file) {
        return new Timings(RunLog.open(file));
    }

    /** Calls, and writes down the time between two updates of the call's progress between which something was done. */
    public <R> R timing(String part, Ambient.Call<R, RuntimeException> call) {
        Progress inner = Progress.current();
        long[] last = {System.nanoTime(), -1};
        return Progress.during(
                (task, done, total, note) -> {
                    if (done > last[1] && last[1] >= 0) {
                        log.write(part, Map.of("seconds", (System.nanoTime() - last[0]) / NANOS, "done", done));
                    }
                    last[0] = System.nanoTime();
                    last[1] = done;
                    inner.update(task, done, total, note);
                },
                call);
    }

    /** Writes down what a part took that was done in one piece. */
    public void took(String part, double seconds) {
        log.write(part, Map.of("seconds", seconds));
    }

    /**
     * The table of a run that is done.
     *
     * @param sampled tokens that were sampled
     * @param parts that were written down, in order; training comes last
     */
    public static TimingTable table(Path file, long sampled, List<String> parts, TrainingResult training) {
        List<JsonNode> events = RunLog.read(file);
        long trained =
                training.steps().stream().mapToLong(s -> s.work().tokens()).sum();
        double seconds = training.steps().stream()
                .map(StepRecord::work)
                .mapToDouble(w -> w.seconds())
                .sum();
        List<TimingTable.Part> out = new ArrayList<>();
        for (String part : parts) {
            out.add(new TimingTable.Part(part, seconds(events, part), sampled));
        }
        out.add(new TimingTable.Part("training", seconds, trained));
        return new TimingTable(out);
    }

    private static double seconds(List<JsonNode> events, String part) {
        return events.stream()
                .filter(e -> e.path("event").asText().equals(part))
                .mapToDouble(e -> e.path("seconds").asDouble())
                .sum();
    }

    @Override
    public void close() {
        log.close();
    }
}
