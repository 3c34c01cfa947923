package helpsteer.study.steering;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Progress;
import helpsteer.run.RunLog;
import helpsteer.train.Checkpoints;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.Trainable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * The parts of a study in their folders, with what each took.
 *
 * @param folder of the study
 * @param total number of parts
 */
record StudyRuns(Path folder, int total) {
    private static final String TASK = "stages";
    private static final String SECONDS = "seconds.jsonl";
    private static final double NANOS = 1e9;

    /**
     * Does a part and writes down what it took, whatever comes of it.
     *
     * @param name such as {@code "seed-1/sft"}
     * @param done parts before it
     * @throws CancellationException where the thread is interrupted
     */
    <R> R part(String name, int done, Supplier<R> work) {
        Progress.current().update(TASK, done, total, name);
        if (Thread.interrupted()) { // an interrupt that is still set would break the next file
            throw new CancellationException("study was interrupted before " + name);
        }
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            try (RunLog log = RunLog.open(folder.resolve(SECONDS))) {
                log.write(name, Map.of("seconds", (System.nanoTime() - start) / NANOS));
            }
        }
    }

    /** Tells that all parts are done. */
    void ended() {
        Progress.current().update(TASK, total, total, "");
    }

    /** Seconds of each part, over all starts, in the order in which they began. */
    Map<String, Double> seconds() {
        Map<String, Double> out = new LinkedHashMap<>();
        Path file = folder.resolve(SECONDS);
        if (Files.exists(file)) {
            for (JsonNode event : RunLog.read(file)) {
                if (event.has("seconds")) {
                    out.merge(
                            event.path("event").asText(), event.path("seconds").asDouble(), Double::sum);
                }
            }
        }
        return out;
    }

    /**
     * Trains what is not trained yet.
     *
     * @param name of the run's folder
     * @return the folder of what it leaves
     * @throws CancellationException where the thread was interrupted; the same call goes on
     */
    <M extends Trainable> Path trained(String name, Run<M> run) {
        Path own = folder.resolve(name);
        if (run.finished(own).isEmpty()) {
            try (Result<M> result = run.in(own)) {
                if (result.interrupted()) {
                    throw new CancellationException("training of " + name + " was interrupted");
                }
            }
        }
        new Checkpoints(own.resolve("checkpoints"), 1).remove();
        return run.job().artefact(own);
    }
}
