package helpsteer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplicatesTest {
    private static final long SLOW_NANOS = 300_000_000;

    @Test
    void of_anyNumberOfThreads_isInOrder() {
        for (int threads : new int[] {1, 3}) {
            assertThat(new Replicates(threads).of(20, i -> i * i, done -> {}))
                    .isEqualTo(IntStream.range(0, 20).mapToObj(i -> i * i).toList());
        }
    }

    /** The first thread would go on for ever. */
    @Test
    void of_aCallThatFails_isTold_whileOthersGoOn() {
        assertThatThrownBy(() -> new Replicates(2)
                        .of(
                                2,
                                i -> {
                                    if (i == 1) {
                                        throw new IllegalStateException("number must be even, got 1");
                                    }
                                    while (!Thread.currentThread().isInterrupted()) {
                                        LockSupport.parkNanos(SLOW_NANOS);
                                    }
                                    return i;
                                },
                                done -> {}))
                .hasMessage("number must be even, got 1");
    }

    @Test
    void of_interrupted_tellsItWhenTheThreadsHaveEnded() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean endedWhenTold = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            try {
                new Replicates(1).of(1, i -> slow(begun, ended), done -> {});
            } catch (CancellationException e) {
                endedWhenTold.set(ended.get());
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(endedWhenTold).isTrue();
    }

    /** Ends some time after it was interrupted. */
    private static int slow(CountDownLatch begun, AtomicBoolean ended) {
        begun.countDown();
        while (!Thread.interrupted()) {
            LockSupport.parkNanos(SLOW_NANOS);
        }
        long end = System.nanoTime() + SLOW_NANOS;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        ended.set(true);
        return 0;
    }
}
