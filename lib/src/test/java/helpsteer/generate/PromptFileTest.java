package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.io.InvalidDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of prompts is read as strictly as any other data file. */
class PromptFileTest {
    private static final String TWO = "{\"prompt\": \"one\"}\n{\"prompt\": \"two\", \"id\": 7}\n";

    private final Path folder;

    PromptFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String text, Charset charset) throws IOException {
        return Files.write(folder.resolve("in.jsonl"), text.getBytes(charset));
    }

    private void refused(String text, String message) throws IOException {
        Path file = file(text, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PromptFile.read(file, Optional.empty()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("in.jsonl:" + message);
    }

    @Test
    void read_twoPrompts_areReadInOrder() throws IOException {
        assertThat(PromptFile.read(file(TWO, StandardCharsets.UTF_8), Optional.empty()))
                .containsExactly(Prompt.ofUser("one"), Prompt.ofUser("two"));
    }

    @Test
    void read_systemText_standsBeforeEachPrompt() throws IOException {
        Turn system = new Turn(Role.SYSTEM, "be brief");
        assertThat(PromptFile.read(file(TWO, StandardCharsets.UTF_8), Optional.of("be brief")))
                .extracting(Prompt::turns)
                .containsExactly(
                        List.of(system, new Turn(Role.USER, "one")), List.of(system, new Turn(Role.USER, "two")));
    }

    @Test
    void read_severalTurns_areDivided() throws IOException {
        String text = "{\"prompt\": \"a\\n<extra_id_1>Assistant\\nb\\n<extra_id_1>User\\nc\"}";
        assertThat(PromptFile.read(file(text, StandardCharsets.UTF_8), Optional.empty())
                        .get(0)
                        .turns())
                .extracting(Turn::text)
                .containsExactly("a", "b", "c");
    }

    @Test
    void read_byteOrderMark_isLeftOut() throws IOException {
        assertThat(PromptFile.read(file("\uFEFF" + TWO, StandardCharsets.UTF_8), Optional.empty()))
                .containsExactly(Prompt.ofUser("one"), Prompt.ofUser("two"));
    }

    @Test
    void read_gzip_isUnpacked() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(TWO.getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("in.jsonl.gz"), bytes.toByteArray());
        assertThat(PromptFile.read(file, Optional.empty())).hasSize(2);
    }

    @Test
    void read_faults_areRefusedByLine() throws IOException {
        refused(
                TWO + "{\"prompt\": \"a\", \"prompt\": \"b\"}",
                "3: line must be one sound JSON object, got at column 25: Duplicate field 'prompt'");
        refused(
                TWO + "{\"prompt\": \"a\"} x",
                "3: line must be one sound JSON object, got at column 18: Unrecognized token 'x'");
        refused(
                TWO + "{\"prompt\": \"a\u0000\"}",
                "3: line must be one sound JSON object, got at column 14: Illegal unquoted character ((CTRL-CHAR, ...");
        refused(TWO + "\n", "3: line must hold a JSON object, got a blank line; remove it");
        refused(TWO + "[]", "3: row must be a JSON object, got a list");
        refused(TWO + "{}", "3: field \"prompt\" must be there, got fields ");
        refused(TWO + "{\"prompt\": 3}", "3: prompt must be a string, got 3");
        refused(TWO + "{\"prompt\": \" \"}", "3: prompt must not be blank, got \" \"");
        refused(
                TWO + "{\"prompt\": \"\\ud800\"}",
                "3: prompt must be well-formed Unicode, got the lone surrogate \\ud800 at 0; write the character whole"
                        + " or remove it");
        refused("", "1: file must hold at least one row, got none");
    }

    @Test
    void read_utf16OrLatin1_isRefusedByLine() throws IOException {
        Path wide = file(TWO, StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> PromptFile.read(wide, Optional.empty()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("in.jsonl:1: line must be one sound JSON object, got at column ");
        Path latin = file("{\"prompt\": \"\u00fc\"}", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> PromptFile.read(latin, Optional.empty()))
                .hasMessage("in.jsonl:1: line must be UTF-8, got bytes that are not; save the file as UTF-8");
    }
}
