package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendedLinesTest {
    private final Path file;

    AppendedLinesTest(@TempDir Path folder) {
        file = folder.resolve("new/lines.jsonl");
    }

    @Test
    void open_unfinishedLastLine_isCutOff() throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        String torn = "x".repeat(200_000); // longer than a block that is read backwards
        Files.writeString(file, "eins\nzwei ü\n" + torn);
        try (AppendedLines lines = AppendedLines.open(file)) {
            assertThat(lines.cutOff()).isEqualTo(torn.length());
            lines.append("drei");
        }
        assertThat(Files.readString(file)).isEqualTo("eins\nzwei ü\ndrei\n");
        assertThat(AppendedLines.mend(file)).isZero();
    }

    @Test
    void mend_noFileOrOneWithoutLines_leavesNothing() throws IOException {
        assertThat(AppendedLines.mend(file)).isZero();
        assertThat(file).doesNotExist();
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "half");
        assertThat(AppendedLines.mend(file)).isEqualTo(4);
        assertThat(Files.readString(file)).isEmpty();
    }

    @Test
    void open_secondTime_isRefusedUntilClosed() {
        try (AppendedLines lines = AppendedLines.open(file)) {
            assertThatThrownBy(() -> AppendedLines.open(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("file must be written by one run at a time, got lines.jsonl, which another has open;"
                            + " wait for it or choose another file");
            lines.append("a");
        }
        AppendedLines.open(file).close();
    }

    @Test
    void append_lineBreak_isRefused() {
        try (AppendedLines lines = AppendedLines.open(file)) {
            assertThatThrownBy(() -> lines.append("a\nb"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("line must hold no line break, got one at 1");
        }
    }
}
