package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void of_aFileInTheWay_isRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> FolderLock.of(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot lock " + file + ": ");
    }
}
