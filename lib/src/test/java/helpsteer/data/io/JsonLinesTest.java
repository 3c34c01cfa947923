package helpsteer.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    private final Path folder;
    private final List<String> told = new ArrayList<>();

    JsonLinesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Writes down what it is told, in the order in which it is told. */
    private final Rows.Sink sink = new Rows.Sink() {
        @Override
        public void row(long number, JsonNode node) {
            told.add(number + " " + node);
        }

        @Override
        public void refuse(long number, String reason) {
            told.add(number + " refused: " + reason);
        }

        @Override
        public void note(long number, String note) {
            told.add(number + " note: " + note);
        }
    };

    private List<String> lines(byte[] content) throws IOException {
        told.clear();
        JsonLines.read(Files.write(folder.resolve("a.jsonl"), content), sink);
        return List.copyOf(told);
    }

    private List<String> lines(String content) throws IOException {
        return lines(content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> array(String content) throws IOException {
        told.clear();
        JsonLines.readArray(Files.writeString(folder.resolve("a.json"), content), sink);
        return List.copyOf(told);
    }

    @Test
    void read_objects_areNumberedFromOneWithOrWithoutALastLineEnd() throws IOException {
        assertThat(lines("{\"a\":1}\n{\"b\":[2]}")).containsExactly("1 {\"a\":1}", "2 {\"b\":[2]}");
        assertThat(lines("{\"a\":1}\n{\"b\":[2]}\n")).containsExactly("1 {\"a\":1}", "2 {\"b\":[2]}");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void read_blankAndBrokenLines_areRefusedInTheirPlaces() throws IOException {
        assertThat(lines("{\"a\":1}\n\n  \n{\"b\":}\n{\"a\":1,\"a\":2}\n{\"c\":3} x\n"))
                .containsExactly(
                        "1 {\"a\":1}",
                        "2 refused: line must hold a JSON object, got a blank line; remove it",
                        "3 refused: line must hold a JSON object, got a blank line; remove it",
                        "4 refused: line must be one sound JSON object, got at column 6: Unexpected character ('}' (code 125))",
                        "5 refused: line must be one sound JSON object, got at column 11: Duplicate field 'a'",
                        "6 refused: line must be one sound JSON object, got at column 10: Unrecognized token 'x'");
    }

    @Test
    void read_byteOrderMarkAndWindowsLines_areReadWithANote() throws IOException {
        assertThat(lines("\ufeff{\"a\":1}\r\n{\"b\":2}\r\n"))
                .containsExactly(
                        "1 note: begins with a byte order mark; read without it",
                        "1 note: ends as Windows lines do, with CR LF; read as LF",
                        "1 {\"a\":1}",
                        "2 {\"b\":2}");
    }

    /** A replacement character that is in the text stays; bytes that are none of UTF-8 are refused. */
    @Test
    void read_bytesThatAreNoUtf8_areRefusedAndTheReplacementCharacterIsNot() throws IOException {
        assertThat(lines("{\"a\":\"\ufffd\"}")).containsExactly("1 {\"a\":\"\ufffd\"}");
        for (byte[] bytes : new byte[][] {{(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes("{\"a\":\"".getBytes(StandardCharsets.UTF_8));
            out.writeBytes(bytes);
            out.writeBytes("\"}\n{\"b\":2}".getBytes(StandardCharsets.UTF_8));
            assertThat(lines(out.toByteArray()))
                    .containsExactly(
                            "1 refused: line must be UTF-8, got bytes that are not; save the file as UTF-8",
                            "2 {\"b\":2}");
        }
    }

    /** Lines are parsed on all cores, some hundred at a time; they come in their order, the broken ones as well. */
    @Test
    void read_manyLines_comeInOrder() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder content = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 1500; i++) {
            if (random.nextInt(10) == 0) {
                content.append("\n");
                expected.add(i + " refused: line must hold a JSON object, got a blank line; remove it");
            } else {
                String row = "{\"i\":" + i + ",\"t\":\"" + "x".repeat(random.nextInt(200)) + "\"}";
                content.append(row).append('\n');
                expected.add(i + " " + row);
            }
        }
        assertThat(lines(content.toString())).isEqualTo(expected);
    }

    @Test
    void read_lineOfMoreThanTheMost_isRefusedAndTheNextIsRead() throws IOException {
        byte[] content = new byte[JsonLines.MAX_LINE + 20];
        java.util.Arrays.fill(content, (byte) ' ');
        content[content.length - 12] = '\n';
        System.arraycopy("{\"b\":2}".getBytes(StandardCharsets.UTF_8), 0, content, content.length - 10, 7);
        assertThat(lines(content))
                .containsExactly("1 refused: line must have at most 33554432 bytes, got more", "2 {\"b\":2}");
    }

    /** The rows before the fault come first; the fault is told at the row in which it lies. */
    @Test
    void read_gzipCutOff_tellsTheRowsBefore() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 20_000; i++) {
                gzip.write(("{\"i\":" + random.nextLong(1L << 60) + "}\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] cut = java.util.Arrays.copyOf(out.toByteArray(), out.size() - 60);
        JsonLines.read(Files.write(folder.resolve("a.jsonl.gz"), cut), sink);
        int rows = told.size() - 1;
        assertThat(rows).isBetween(1000, 19_999);
        assertThat(told.subList(0, rows)).allMatch(row -> row.matches("\\d+ \\{\"i\":\\d+}"));
        assertThat(told.get(rows))
                .isEqualTo((rows + 1) + " refused: gzip stream must be complete, got its end within this row; fetch the"
                        + " file again");
    }

    @Test
    void readArray_elements_areNumberedFromOne() throws IOException {
        assertThat(array(" [ {\"a\":1} ,\n{\"b\":[{}]}, 3 ]\n"))
                .containsExactly("1 {\"a\":1}", "2 {\"b\":[{}]}", "3 3");
        assertThat(array("[]")).isEmpty();
        assertThat(array("")).isEmpty();
        assertThat(array("  \n")).isEmpty();
    }

    @Test
    void readArray_whatIsNoArrayOrMoreThanOne_isRefused() throws IOException {
        assertThat(array("{\"a\":1}"))
                .containsExactly("1 refused: file must be a JSON array of objects, got something else");
        assertThat(array("[{\"a\":1}][{\"b\":2}]"))
                .containsExactly(
                        "1 {\"a\":1}",
                        "2 refused: file must end with its array, got more behind it; put all rows into one array");
        assertThat(array("[{\"a\":1}] x").get(1))
                .startsWith("2 refused: row must be sound JSON, got Unrecognized token");
        assertThat(array("[{\"a\":1},").get(1)).startsWith("2 refused: row must be sound JSON, got ");
        assertThat(array("[{\"a\":1},{\"a\":1,\"a\":2}]"))
                .containsExactly("1 {\"a\":1}", "2 refused: row must be sound JSON, got Duplicate field 'a'");
    }
}
