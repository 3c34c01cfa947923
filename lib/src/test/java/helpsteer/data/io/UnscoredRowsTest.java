package helpsteer.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnscoredRowsTest {
    private final Path file;

    UnscoredRowsTest(@TempDir Path folder) {
        file = folder.resolve("in.jsonl");
    }

    private List<UnscoredRow> read(String... lines) throws IOException {
        Files.write(file, List.of(lines));
        assertThat(UnscoredRows.count(file)).isEqualTo(lines.length);
        try (UnscoredRows rows = UnscoredRows.open(file)) {
            return rows.next(100);
        }
    }

    private static UnscoredRow.Answer answer(String name, String prompt, String response) {
        return new UnscoredRow.Answer(name, Prompt.ofUser(prompt), response);
    }

    @Test
    void next_fourForms_areRead() throws IOException {
        List<UnscoredRow> rows = read(
                "{\"prompt\": \"p\", \"response\": \"r\", \"helpfulness\": 3}",
                "{\"messages\": [{\"role\": \"system\", \"content\": \"s\"}, {\"role\": \"user\", \"content\": \"u\"},"
                        + " {\"role\": \"assistant\", \"content\": \"a\"}]}",
                "{\"prompt\": \"p\", \"chosen\": \"c\", \"rejected\": \"r\", \"subset\": \"x\"}",
                "{\"chosen\": [{\"role\": \"user\", \"content\": \"u\"}, {\"role\": \"assistant\", \"content\": \"a\"}],"
                        + " \"rejected\": [{\"role\": \"user\", \"content\": \"u\"}, {\"role\": \"assistant\","
                        + " \"content\": \"b\"}]}",
                "{\"prompt\": \"p\\n<extra_id_1>Assistant\\na\\n<extra_id_1>User\\nq\", \"response_1\": \"1\","
                        + " \"response_2\": \"2\"}");
        assertThat(rows).allMatch(row -> row.refusal().isEmpty());
        assertThat(rows.get(0).answers()).containsExactly(answer("", "p", "r"));
        Prompt withSystem = new Prompt(List.of(new Turn(Role.SYSTEM, "s"), new Turn(Role.USER, "u")));
        assertThat(rows.get(1).answers()).containsExactly(new UnscoredRow.Answer("", withSystem, "a"));
        assertThat(rows.get(2).answers()).containsExactly(answer("chosen", "p", "c"), answer("rejected", "p", "r"));
        assertThat(rows.get(3).answers()).containsExactly(answer("chosen", "u", "a"), answer("rejected", "u", "b"));
        assertThat(rows.get(4).answers().get(1).prompt().turns()).hasSize(3);
        assertThat(rows.get(4).answers().get(1).name()).isEqualTo("response_2");
    }

    @Test
    void next_rowsThatCannotBeScored_sayWhy() throws IOException {
        List<UnscoredRow> rows = read(
                "{\"prompt\": \"p\", \"response\": \"\"}",
                "{\"prompt\": \"p\", \"chosen\": \"c\", \"rejected\": \"\"}",
                "{\"prompt\": \"p\"}",
                "{\"prompt\": \"p\", \"response\": \"r\", \"chosen\": \"c\", \"rejected\": \"d\"}",
                "{\"response\": \"r\"}",
                "{\"prompt\": \"p\", \"response\": 7}",
                "{\"prompt\": \"p\", \"response\": \"r\", \"scores\": 1}",
                "{\"messages\": [{\"role\": \"user\", \"content\": \"u\"}]}",
                "{\"messages\": []}",
                "[1]",
                "",
                "{\"prompt\": ",
                "{\"prompt\": \"p\", \"chosen\": \"c\"}");
        assertThat(rows.stream().map(row -> row.refusal().orElseThrow()))
                .containsExactly(
                        "response must not be empty, got \"\"",
                        "rejected must not be empty, got \"\"",
                        "fields must be prompt and response, messages, prompt, chosen and rejected, or prompt, response_1"
                                + " and response_2, got prompt",
                        "fields must be prompt and response, messages, prompt, chosen and rejected, or prompt, response_1"
                                + " and response_2, got more than one of these forms",
                        "field \"prompt\" must be there, got fields response",
                        "response must be a string, got 7",
                        "fields must not be scores or error, got \"scores\"; rename it, since scoring adds a field of that"
                                + " name",
                        "messages must end with a turn of the assistant, got USER",
                        "messages must end with a turn of the assistant, got no turn",
                        "row must be a JSON object, got a list",
                        "line must hold a JSON object, got a blank line; remove it",
                        rows.get(11).refusal().orElseThrow(),
                        "field \"rejected\" must be there, got fields prompt, chosen");
        assertThat(rows.get(11).refusal().orElseThrow())
                .startsWith("line must be one sound JSON object, got at column");
        assertThat(rows.stream().filter(row -> !row.extendable()).map(UnscoredRow::line))
                .containsExactly(10L, 11L, 12L);
    }

    @Test
    void next_windowsMarkAndBytesThatAreNotUtf8_areReadOrRefused() throws IOException {
        String row = "{\"prompt\": \"p\", \"response\": \"r\"}";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(("\uFEFF" + row + "\r\n").getBytes(StandardCharsets.UTF_8));
        bytes.write(new byte[] {(byte) 0xc3, (byte) 0x28, '\n'});
        bytes.write(row.getBytes(StandardCharsets.UTF_8)); // without an end
        Files.write(file, bytes.toByteArray());
        try (UnscoredRows rows = UnscoredRows.open(file)) {
            assertThat(rows.next(1))
                    .allMatch(r -> r.text().equals(row) && r.refusal().isEmpty());
            assertThat(rows.next(1).get(0).refusal())
                    .isEqualTo(Optional.of("line must be UTF-8, got bytes that are not; save the file as UTF-8"));
            assertThat(rows.next(5)).hasSize(1);
            assertThat(rows.next(5)).isEmpty();
        }
    }

    @Test
    void next_gzipThatBreaksOff_isRefusedWithItsLine() throws IOException {
        Path zipped = file.resolveSibling("in.jsonl.gz");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("{\"prompt\": \"p\", \"response\": \"r\"}\n".repeat(3).getBytes(StandardCharsets.UTF_8));
        }
        Files.write(zipped, bytes.toByteArray());
        try (UnscoredRows rows = UnscoredRows.open(zipped)) {
            assertThat(rows.next(9)).hasSize(3);
        }
        Files.write(zipped, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12));
        assertThatThrownBy(() -> UnscoredRows.count(zipped))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageMatching("in\\.jsonl\\.gz:\\d: gzip stream must be complete, got its end within this row;"
                        + " fetch the file again");
        Files.write(zipped, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> UnscoredRows.count(zipped))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("in.jsonl.gz:1: file must be sound gzip, got ");
    }
}
