package helpsteer.study.coverage;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The results of a function of 0, 1, 2, … in this order, however many threads compute them. */
final class Replicates {
    private static final long TELL_EVERY_MILLIS = 200;

    private final int threads;

    Replicates(int threads) {
        this.threads = threads;
    }

    /**
     * Calls the function for each number.
     *
     * @param count how many
     * @param function a function of the number alone
     * @param progress told from time to time how many are done, by the calling thread
     * @throws CancellationException where the calling thread is interrupted
     */
    <T> List<T> of(int count, IntFunction<T> function, IntConsumer progress) {
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
        try {
            List<? extends Future<?>> workers =
                    IntStream.range(0, threads).mapToObj(t -> pool.submit(work)).toList();
            for (Future<?> worker : workers) {
                await(worker, () -> progress.accept(results.size()));
            }
        } finally {
            pool.shutdownNow();
        }
        return List.copyOf(results.values());
    }

    private static void await(Future<?> worker, Runnable tell) {
        while (true) {
            try {
                worker.get(TELL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                tell.run();
            } catch (InterruptedException e) {
                throw new CancellationException("study was interrupted; run it again");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException("replication must end well, got " + e.getCause(), e);
            }
        }
    }
}
