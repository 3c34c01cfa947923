package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import helpsteer.ChildJvm;
import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @Test
    void of_folderHeldByThisProcess_isRefusedUntilItIsClosed(@TempDir Path folder) {
        Path run = folder.resolve("new/run-1");
        try (FolderLock lock = FolderLock.of(run)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> FolderLock.of(run))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("folder must belong to one run at a time, got run-1, which process "
                            + ProcessHandle.current().pid() + " uses; wait for it or choose another folder");
        }
        FolderLock.of(run).close();
    }

    /** Holds a folder for ever. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (FolderLock lock = FolderLock.of(Path.of(arguments[0]))) {
                System.out.println("held " + (lock != null));
                Thread.sleep(60_000);
            }
        }
    }

    @Test
    void of_folderHeldByAnotherProcess_isRefusedUntilThatIsKilled(@TempDir Path folder) throws Exception {
        Process process = ChildJvm.start(List.of(), Holder.class, folder.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("held true");
            assertThatThrownBy(() -> FolderLock.of(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("folder must belong to one run at a time, got " + folder.getFileName()
                            + ", which process " + process.pid() + " uses; wait for it or choose another folder");
        } finally {
            process.destroyForcibly().waitFor();
        }
        FolderLock.of(folder).close();
    }

    /** On POSIX a process loses its lock on a file when it closes any descriptor of that file. */
    @Test
    void of_heldAndAskedAgainByThisProcess_staysClosedToOthers(@TempDir Path folder) throws Exception {
        try (FolderLock lock = FolderLock.of(folder)) {
            assertThat(lock).isNotNull();
            assertThat(FolderLock.isHeld(folder)).isTrue();
            assertThat(second(folder))
                    .contains("which process " + ProcessHandle.current().pid() + " uses");
            assertThatThrownBy(() -> FolderLock.of(folder)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> FolderLock.of(folder.resolve("."))).isInstanceOf(IllegalStateException.class);
            assertThat(second(folder))
                    .contains("which process " + ProcessHandle.current().pid() + " uses");
        }
        assertThat(FolderLock.isHeld(folder)).isFalse();
    }

    /** The first line of a process that tries to hold the folder, too. */
    private static String second(Path folder) throws Exception {
        Process process = ChildJvm.start(List.of(), Holder.class, folder.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.readLine();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A device that is always full takes the lock and then refuses what is written to it. */
    @Test
    void of_diskFull_leavesTheFolderFree(@TempDir Path folder) throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Files.createSymbolicLink(folder.resolve(".lock"), full);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> FolderLock.of(folder))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("cannot lock " + folder + ": ");
        }
        assertThat(FolderLock.isHeld(folder)).isFalse();
        Files.delete(folder.resolve(".lock"));
        FolderLock.of(folder).close();
    }

    @Test
    void of_aFileInTheWay_isRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> FolderLock.of(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot lock " + file + ": ");
    }
}
