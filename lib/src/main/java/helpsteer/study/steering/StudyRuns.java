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
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The parts of a study in their folders, with what each took. Parts may be done beside each other; one line tells of all.
 */
final class StudyRuns {
    private static final String TASK = "stages";
    private static final String SECONDS = "seconds.jsonl";
    private static final double NANOS = 1e9;
    private static final int PERCENT = 100;

    private final Path folder;
    private final int total;
    private final Progress shown = Progress.current();
    private final AtomicInteger done = new AtomicInteger();

    /** What is being done, and how far it has come. */
    private final Map<String, String> running = new ConcurrentSkipListMap<>();

    /**
     * The parts of a study of which nothing is known yet.
     *
     * @param folder of the study
     * @param total number of parts
     */
    StudyRuns(Path folder, int total) {
        this.folder = folder;
        this.total = total;
    }

    /** The study's folder. */
    Path folder() {
        return folder;
    }

    /**
     * Does a part and writes down what it took, whatever comes of it.
     *
     * @param name such as {@code "seed-1/sft"}
     * @throws CancellationException where the thread is interrupted
     */
    <R> R part(String name, Supplier<R> work) {
        tell(name, "");
        if (Thread.interrupted()) { // an interrupt that is still set would break the next file
            throw new CancellationException("study was interrupted before " + name);
        }
        long start = System.nanoTime();
        try {
            R out = Progress.during((task, made, of, note) -> tell(name, " " + task + share(made, of)), work::get);
            done.incrementAndGet();
            return out;
        } finally {
            running.remove(name);
            log(name, (System.nanoTime() - start) / NANOS);
        }
    }

    private void tell(String name, String state) {
        running.put(name, state);
        shown.update(
                TASK,
                done.get(),
                total,
                running.entrySet().stream()
                        .map(each -> each.getKey() + each.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static String share(long made, long of) {
        return of > 0 ? " " + PERCENT * made / of + " %" : "";
    }

    private synchronized void log(String name, double seconds) {
        try (RunLog log = RunLog.open(folder.resolve(SECONDS))) {
            log.write(name, Map.of("seconds", seconds));
        }
    }

    /** Tells of parts that were done by an earlier call. */
    void skip(int parts) {
        done.addAndGet(parts);
    }

    /** Tells that all parts are done. */
    void ended() {
        shown.update(TASK, total, total, "");
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
