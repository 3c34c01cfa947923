package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
    private static final long PID = ProcessHandle.current().pid();

    private final Path folder;

    LockFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static LockFile hold(Path path) throws IOException {
        return LockFile.hold(path, holder -> new IllegalStateException("held by " + holder));
    }

    private static void refused(Path path, String holder) {
        assertThatThrownBy(() -> hold(path))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("held by " + holder);
    }

    @Test
    void hold_missingFile_isMadeAndNamesTheProcessUntilItIsClosed() throws IOException {
        Path path = folder.resolve("lock");
        assertThat(LockFile.isHeld(path)).isFalse();
        try (LockFile lock = hold(path)) {
            assertThat(lock).isNotNull();
            assertThat(Files.readString(path)).isEqualTo(Long.toString(PID));
            assertThat(LockFile.isHeld(path)).isTrue();
            refused(path, "process " + PID);
        }
        assertThat(path).isEmptyFile();
        assertThat(LockFile.isHeld(path)).isFalse();
        hold(path).close();
    }

    /** One file has one lock, by whatever name it is reached. */
    @Test
    void hold_sameFileByAnotherName_isRefused() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (LockFile lock = hold(link.resolve("lock"))) {
            assertThat(lock).isNotNull();
            refused(real.resolve("lock"), "process " + PID);
            refused(real.resolve("../real/./lock"), "process " + PID);
            assertThat(LockFile.isHeld(real.resolve("lock"))).isTrue();
        }
        Path hard = real.resolve("hard");
        Files.createLink(hard, real.resolve("lock"));
        try (LockFile lock = hold(hard)) {
            assertThat(lock).isNotNull();
            refused(real.resolve("lock"), "process " + PID);
        }
    }

    @Test
    void close_twice_letsGoOnce() throws IOException {
        Path path = folder.resolve("lock");
        LockFile first = hold(path);
        first.close();
        try (LockFile second = hold(path)) {
            assertThat(second).isNotNull();
            first.close();
            assertThat(LockFile.isHeld(path)).isTrue();
            assertThat(Files.readString(path)).isEqualTo(Long.toString(PID));
            refused(path, "process " + PID);
        }
    }

    /** What stands in the file is only a hint: the system's lock decides. */
    @Test
    void isHeld_whatAKilledProcessLeft_isFree() throws Exception {
        Path path = folder.resolve("lock");
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        for (String left :
                List.of("", "1", Long.toString(PID), Long.toString(ended.pid()), "no number", "9".repeat(40), "-5")) {
            Files.writeString(path, left);
            assertThat(LockFile.isHeld(path)).as(left).isFalse();
            try (LockFile lock = hold(path)) {
                assertThat(lock).isNotNull();
                assertThat(Files.readString(path)).isEqualTo(Long.toString(PID));
            }
        }
    }

    @Test
    void hold_missingFolder_isRefusedAndHoldsNothing() throws IOException {
        Path path = folder.resolve("missing/lock");
        assertThatThrownBy(() -> hold(path)).isInstanceOf(NoSuchFileException.class);
        assertThat(LockFile.isHeld(path)).isFalse();
        Files.createDirectory(folder.resolve("missing"));
        hold(path).close();
    }

    /** Of many threads at once exactly one holds the file. */
    @Test
    void hold_manyThreads_oneGetsIt() throws Exception {
        Path path = folder.resolve("lock");
        for (int round = 0; round < 20; round++) {
            AtomicInteger refusals = new AtomicInteger();
            List<LockFile> locks = new ArrayList<>();
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        start.await();
                        LockFile lock = hold(path);
                        synchronized (locks) {
                            locks.add(lock);
                        }
                    } catch (IllegalStateException e) {
                        refusals.incrementAndGet();
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(locks).hasSize(1);
            assertThat(refusals).hasValue(3);
            locks.get(0).close();
        }
    }

    /** An interrupt closes channels, and with them it would let go of the lock. */
    @Test
    void hold_interruptedThread_holdsAndClosesAsAlways() throws IOException {
        Path path = folder.resolve("lock");
        Thread.currentThread().interrupt();
        try (LockFile lock = hold(path)) {
            assertThat(lock).isNotNull();
            assertThat(LockFile.isHeld(path)).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(path).isEmptyFile();
    }

    @Test
    void remove_heldFile_isGoneAndFreeForANewOne() throws IOException {
        Path path = folder.resolve("lock");
        try (LockFile lock = hold(path)) {
            lock.remove();
            assertThat(path).doesNotExist();
            lock.remove();
        }
        assertThat(path).doesNotExist();
        hold(path).close();
    }

    /** Holds a file for ever. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (LockFile lock = hold(Path.of(arguments[0]))) {
                System.out.println("held " + (lock != null));
                Thread.sleep(60_000);
            }
        }
    }

    /** Another process is named by its number; a file whose number was wiped has an unnamed holder, and both end at a kill. */
    @Test
    void hold_fileOfAnotherProcess_isRefusedUntilThatIsKilled() throws Exception {
        Path path = folder.resolve("lock");
        Process process = ChildJvm.start(List.of(), Holder.class, path.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("held true");
            refused(path, "process " + process.pid());
            assertThat(LockFile.isHeld(path)).isTrue();
            Files.writeString(path, "");
            refused(path, "another process");
            assertThat(path).isEmptyFile();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(LockFile.isHeld(path)).isFalse();
        hold(path).close();
    }
}
