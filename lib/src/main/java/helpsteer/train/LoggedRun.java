package helpsteer.train;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.RunLog;
import helpsteer.train.metrics.StepStats;
import helpsteer.train.metrics.TrainingResult.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run's log tells of it, whether or not the run came to its end.
 *
 * @param task what the run said of itself, by name; empty in logs of runs that said nothing
 * @param steps optimiser steps; those that were repeated after an end count once
 * @param looks looks at the validation set
 * @param work tokens and time of the steps
 * @param peakResidentBytes most memory of the process; 0 where not known
 */
public record LoggedRun(
        Map<String, String> task, int steps, List<Validation> looks, StepStats work, long peakResidentBytes) {
    /** The event in which a run says what it is. */
    static final String TASK = "task";

    /** What it reads of its texts. */
    static final String TRUNCATION = "truncation";

    public LoggedRun {
        task = Map.copyOf(task);
        looks = List.copyOf(looks);
    }

    /**
     * Reads a log that {@link StepLog} wrote.
     *
     * @throws IllegalArgumentException where a line is no event, naming it
     */
    public static LoggedRun read(Path file) {
        Map<String, String> task = new HashMap<>();
        List<StepStats> steps = new ArrayList<>();
        List<Validation> looks = new ArrayList<>();
        long peak = 0;
        for (JsonNode event : RunLog.read(file)) {
            switch (event.path("event").asText()) {
                case TASK ->
                    event.properties()
                            .forEach(e -> task.put(e.getKey(), e.getValue().asText()));
                case "resumed" -> {
                    int done = event.path("stepsDone").asInt();
                    cut(steps, done);
                    looks.removeIf(look -> look.stepsDone() > done);
                }
                case "step" -> {
                    cut(steps, event.path("step").asInt());
                    steps.add(work(event));
                    peak = Math.max(peak, event.path("residentBytes").asLong());
                }
                case "validation" -> {
                    Validation look = Validation.of(event);
                    looks.removeIf(l -> l.stepsDone() >= look.stepsDone());
                    looks.add(look);
                }
                default -> {} // a start, a torn line: nothing of the run's own
            }
        }
        StepStats total = steps.stream().reduce(new StepStats(0, 0, 0, 0), StepStats::plus);
        return new LoggedRun(task, steps.size(), looks, total, peak);
    }

    private static void cut(List<StepStats> steps, int done) {
        if (done < steps.size()) {
            steps.subList(done, steps.size()).clear();
        }
    }

    private static StepStats work(JsonNode event) {
        return new StepStats(
                event.path("tokens").asLong(),
                event.path("paddedTokens").asLong(),
                0,
                event.path("seconds").asDouble());
    }

    /** The look with the lowest loss, the first of them; empty where there was none. */
    public Optional<Validation> best() {
        return looks.stream().min(Comparator.comparingDouble(Validation::loss));
    }

    /** Real tokens a second over all steps; 0 where none is known. */
    public double tokensPerSecond() {
        return work.seconds() > 0 ? work.tokens() / work.seconds() : 0;
    }
}
