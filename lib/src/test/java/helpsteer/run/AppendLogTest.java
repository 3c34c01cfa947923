package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import helpsteer.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendLogTest {
    private final Path file;

    AppendLogTest(@TempDir Path folder) {
        file = folder.resolve("new/lines.jsonl");
    }

    @Test
    void append_unfinishedLastLine_isCutOffBefore() throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        String torn = "x".repeat(200_000); // longer than a block that is read backwards
        Files.writeString(file, "eins\nzwei ü\n" + torn);
        try (AppendLog log = AppendLog.open(file)) {
            assertThat(log.cutOff()).isEqualTo(torn.length());
            assertThat(file).as("opening alone changes nothing").hasContent("eins\nzwei ü\n" + torn);
            log.append("drei");
        }
        assertThat(Files.readString(file)).isEqualTo("eins\nzwei ü\ndrei\n");
        try (AppendLog log = AppendLog.open(file)) {
            assertThat(log.cutOff()).isZero();
        }
    }

    @Test
    void mend_fileOfOneUnfinishedLine_leavesNothing() throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "half");
        try (AppendLog log = AppendLog.open(file)) {
            assertThat(log.isEmpty()).isFalse();
            assertThat(log.hasLines()).isFalse();
            assertThat(log.cutOff()).isEqualTo(4);
            log.mend();
            assertThat(Files.readString(file)).isEmpty();
        }
    }

    @Test
    void next_linesOfBefore_areGivenOnceAndCutWhereAsked() throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "ä\nb\n\nd\nhalf");
        try (AppendLog log = AppendLog.open(file)) {
            assertThat(log.next()).hasValue("ä");
            long first = log.read();
            assertThat(log.next()).hasValue("b");
            assertThat(log.next()).hasValue("");
            assertThat(log.next()).hasValue("d");
            assertThat(log.next()).isEmpty();
            assertThat(log.read()).isEqualTo(8);
            log.cut(first);
            log.append(List.of("x", "y"));
            assertThat(log.next()).as("what is new is not read").isEmpty();
        }
        assertThat(Files.readString(file)).isEqualTo("ä\nx\ny\n");
        Files.writeString(file, "c\nd\n");
        try (AppendLog log = AppendLog.open(file)) {
            assertThat(log.next()).hasValue("c");
            log.cut(log.read());
            assertThat(log.next()).as("what was cut is not read").isEmpty();
        }
    }

    @Test
    void lines_fileThatIsWritten_areItsWholeOnes() throws IOException {
        try (AppendLog log = AppendLog.open(file)) {
            log.append("a");
            assertThat(AppendLog.lines(file)).containsExactly("a");
            Files.writeString(file, "a\nhalf");
            assertThat(AppendLog.lines(file)).containsExactly("a");
        }
    }

    /** The disk fills within a line, so half of it is there. */
    @Test
    void append_diskFull_leavesWholeLines() throws IOException {
        AppendLog.Sink sink = (out, bytes) -> {
            out.write(bytes, 0, Math.min(bytes.length, 4));
            if (bytes.length > 4) {
                throw new IOException("No space left on device");
            }
        };
        try (AppendLog log = AppendLog.open(file, sink)) {
            log.append("a");
            assertThatThrownBy(() -> log.append(List.of("b", "long")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot write " + file + ": No space left on device");
            assertThat(Files.readString(file)).isEqualTo("a\n");
            log.append("c");
        }
        assertThat(Files.readString(file)).isEqualTo("a\nc\n");
    }

    @Test
    void open_folderInTheWay_leavesItFree() throws IOException {
        Files.createDirectories(file);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> AppendLog.open(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("cannot open " + file + ": ");
        }
        Files.delete(file);
        AppendLog.open(file).close();
    }

    @Test
    void open_lockCannotBeWritten_leavesItFree() throws IOException {
        assumeThat(Path.of("/dev/full")).exists();
        Path lock = Files.createDirectories(file.resolveSibling("")).resolve(".lines.jsonl.lock");
        Files.createSymbolicLink(lock, Path.of("/dev/full"));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> AppendLog.open(file)).isInstanceOf(UncheckedIOException.class);
        }
        Files.delete(lock);
        AppendLog.open(file).close();
    }

    @Test
    void open_secondTime_isRefusedUntilClosed() {
        try (AppendLog log = AppendLog.open(file)) {
            assertThatThrownBy(() -> AppendLog.open(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("file must be written by one run at a time, got lines.jsonl, which process "
                            + ProcessHandle.current().pid() + " has open; wait for it or choose another file");
            log.append("a");
        }
        AppendLog.open(file).close();
    }

    /** Appends a line to a file. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) {
            try (AppendLog log = AppendLog.open(Path.of(arguments[0]))) {
                log.append("of another");
                System.out.println("appended");
            }
        }
    }

    /** On POSIX a process loses its lock on a file when it closes any descriptor of that file. */
    @Test
    void open_fileReadMeanwhileByItsProcess_staysClosedToOthers() throws Exception {
        try (AppendLog log = AppendLog.open(file)) {
            log.append("a");
            assertThat(Files.readString(file)).isEqualTo("a\n");
            assertThatThrownBy(() -> AppendLog.open(file)).isInstanceOf(IllegalStateException.class);
            assertThat(second())
                    .contains("which process " + ProcessHandle.current().pid() + " has open");
        }
        assertThat(second()).isEqualTo("appended");
        assertThat(AppendLog.lines(file)).containsExactly("a", "of another");
    }

    private String second() throws Exception {
        Process process = ChildJvm.start(List.of(), Appender.class, file.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.readLine();
        } finally {
            process.waitFor();
        }
    }

    @Test
    void finish_wholeFile_hasItsNameAndLeavesNothingElse() throws IOException {
        Path target = file.resolveSibling("whole.jsonl");
        try (AppendLog log = AppendLog.open(file)) {
            log.append("a");
            log.finish(target);
        }
        try (var files = Files.list(file.resolveSibling(""))) {
            assertThat(files).containsExactly(target);
        }
        assertThat(target).hasContent("a");
    }

    @Test
    void append_lineBreak_isRefused() {
        try (AppendLog log = AppendLog.open(file)) {
            assertThatThrownBy(() -> log.append("a\nb"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("line must hold no line break, got one at 1");
        }
    }
}
