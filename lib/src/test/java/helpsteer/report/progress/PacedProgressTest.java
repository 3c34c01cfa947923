package helpsteer.report.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PacedProgressTest {
    private static final long MILLI = 1_000_000;

    private long now;
    private final List<String> heard = new ArrayList<>();
    private final PacedProgress progress = new PacedProgress(() -> now, 100) {
        @Override
        void begin() {
            heard.add("begin");
        }

        @Override
        void hold(ProgressState state) {
            heard.add("hold " + state.done());
        }

        @Override
        void show(ProgressState state) {
            heard.add("show " + state.done() + " after " + state.elapsedNanos() / MILLI + " from " + state.startedAt());
        }
    };

    @Test
    void update_firstLastAndSomeBetween_areShown() {
        for (int done = 0; done <= 10; done++) {
            progress.update("task", done, 10, "");
            now += 30 * MILLI;
        }
        assertThat(heard)
                .containsExactly(
                        "begin",
                        "show 0 after 0 from 0",
                        "hold 1",
                        "hold 2",
                        "hold 3",
                        "show 4 after 120 from 0",
                        "hold 5",
                        "hold 6",
                        "hold 7",
                        "show 8 after 240 from 0",
                        "hold 9",
                        "show 10 after 300 from 0");
    }

    /** Another task begins at once and with a clock of its own; so does the same one from its beginning. */
    @Test
    void update_otherTaskOrTheSameAgain_beginsAnew() {
        progress.update("a", 5, 10, "");
        now += 10 * MILLI;
        progress.update("b", 7, 10, "");
        now += 10 * MILLI;
        progress.update("b", 8, 10, "");
        now += 10 * MILLI;
        progress.update("b", 6, 10, "");
        assertThat(heard)
                .containsExactly(
                        "begin",
                        "show 5 after 0 from 5",
                        "begin",
                        "show 7 after 0 from 7",
                        "hold 8",
                        "begin",
                        "show 6 after 0 from 6");
    }

    /** A clock may stand anywhere, below zero and at its end as well. */
    @Test
    void update_clockThatRunsOver_pacesAsAlways() {
        for (long start : new long[] {-5, Long.MAX_VALUE - 50 * MILLI}) {
            now = start;
            heard.clear();
            for (int done = 0; done < 5; done++) {
                progress.update("task " + start, done, -1, "");
                now += 60 * MILLI;
            }
            assertThat(heard)
                    .containsExactly(
                            "begin",
                            "show 0 after 0 from 0",
                            "hold 1",
                            "show 2 after 120 from 0",
                            "hold 3",
                            "show 4 after 240 from 0");
        }
    }

    /** However the updates come, no two are shown within the interval but for a task's last. */
    @Test
    void update_randomTimes_showsAtMostOneAnInterval() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            heard.clear();
            long shown = Long.MIN_VALUE;
            for (int done = 0; done < 200; done++) {
                int before = heard.size();
                progress.update("task " + seed, done, 1000, "");
                if (heard.stream().skip(before).anyMatch(text -> text.startsWith("show"))) {
                    assertThat(shown == Long.MIN_VALUE || now - shown >= 100 * MILLI)
                            .isTrue();
                    shown = now;
                }
                now += random.nextInt(60) * MILLI;
            }
        }
    }

    @Test
    void update_manyThreads_losesNone() throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                for (int done = 1; done <= 250; done++) {
                    progress.update("task", done, 1000, "");
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(heard.stream().filter(text -> !text.equals("begin"))).hasSize(1000);
    }
}
