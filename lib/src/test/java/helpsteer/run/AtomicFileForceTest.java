package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import helpsteer.FileForces;
import java.io.SyncFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rename that reaches the disk before the bytes that it names leaves an empty file when the power fails. */
class AtomicFileForceTest {
    private final Path folder;

    AtomicFileForceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A device that cannot be forced shows that forcing is tried, and that before the rename. */
    @Test
    void write_fileThatCannotBeForced_isRefusedAndTheOldOneStays() throws Exception {
        Path device = Path.of("/dev/null");
        assumeThat(device).exists();
        Path target = Files.writeString(folder.resolve("file.txt"), "old");
        assertThatThrownBy(() -> AtomicFile.write(target, temporary -> {
                    Files.delete(temporary);
                    Files.createSymbolicLink(temporary, device);
                }))
                .isInstanceOf(SyncFailedException.class);
        assertThat(target).hasContent("old").isRegularFile();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(target);
        }
    }

    /** The new name reaches the disk as well: it stands in the folder. */
    @Test
    void move_newName_forcesItsFolder() throws Exception {
        Path source = Files.writeString(folder.resolve("a"), "x");
        Path target = Files.createDirectory(folder.resolve("deep")).resolve("b");
        List<Path> forced = FileForces.during(() -> AtomicFile.move(source, target));
        assertThat(forced).containsExactly(target.getParent());
        assertThat(target).hasContent("x");
        assertThat(source).doesNotExist();
    }

    @Test
    void write_relativeTarget_forcesTheFolderItLiesIn() throws Exception {
        Path target = Path.of("").toAbsolutePath().relativize(folder.resolve("file.txt"));
        List<Path> forced = FileForces.during(() -> AtomicFile.write(target, t -> Files.writeString(t, "x")));
        assertThat(forced).hasSize(1);
        assertThat(forced.get(0).normalize()).isEqualTo(folder);
    }

    /** An interrupt neither keeps the file from the disk nor is it lost. */
    @Test
    void write_interruptedThread_writesAndStaysInterrupted() throws Exception {
        Path target = folder.resolve("file.txt");
        Thread.currentThread().interrupt();
        AtomicFile.write(target, t -> {
            boolean interrupted = Thread.interrupted(); // what the writer opens is the writer's own matter
            Files.writeString(t, "whole");
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(target).hasContent("whole");
    }
}
