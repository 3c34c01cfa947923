package helpsteer.study;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The results of a function of 0, 1, 2, … in this order, however many threads compute them. */
public final class Replicates {
    private static final long TELL_EVERY_MILLIS = 200;

    private final int threads;

    /** With so many threads, at least 1. */
    public Replicates(int threads) {
        this.threads = threads;
    }

    /**
     * Calls the function for each number.
     *
     * @param count how many
     * @param function a function of the number alone
     * @param progress told from time to time how many are done, by the calling thread
     * @throws CancellationException where the calling thread is interrupted; the threads have ended then, as they have where a
     *     call fails
     */
    public <T> List<T> of(int count, IntFunction<T> function, IntConsumer progress) {
        Map<Integer, T> results = new ConcurrentSkipListMap<>();
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "replicates");
            thread.setDaemon(true); // so that a failed program can end
            return thread;
        });
        Runnable work = () -> {
            for (int i = next.getAndIncrement();
                    i < count && !Thread.currentThread().isInterrupted();
                    i = next.getAndIncrement()) {
                results.put(i, function.apply(i));
            }
        };
        CompletionService<Boolean> ended = new ExecutorCompletionService<>(pool);
        try {
            IntStream.range(0, threads).forEach(t -> ended.submit(work, true));
            for (int t = 0; t < threads; t++) {
                await(ended, () -> progress.accept(results.size()));
            }
        } finally {
            stop(pool);
        }
        return List.copyOf(results.values());
    }

    /** Waits for whichever thread ends first. */
    private static void await(CompletionService<Boolean> ended, Runnable tell) {
        try {
            Future<Boolean> worker = ended.poll(TELL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            while (worker == null) {
                tell.run();
                worker = ended.poll(TELL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            worker.get();
        } catch (InterruptedException e) {
            throw new CancellationException("study was interrupted; run it again");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("replication must end well, got " + e.getCause(), e);
        }
    }

    /** Interrupts the threads and waits for their end, so that none writes when the study is told to be over. */
    private static void stop(ExecutorService pool) {
        pool.shutdownNow();
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                over = pool.awaitTermination(TELL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
