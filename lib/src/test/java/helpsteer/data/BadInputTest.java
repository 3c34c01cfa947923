package helpsteer.data;

import static helpsteer.data.TestFiles.gzip;
import static helpsteer.data.TestFiles.row;
import static helpsteer.data.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Strictness;
import helpsteer.data.paper.RatedLengths;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.RaterScores;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault of a file gives one message, {@code file:line: reason}, or is one refusal under a lenient reading. */
class BadInputTest {
    private static final String GOOD = row("p", "a", 1) + row("p", "b", 2);
    private static final String FIELDS =
            "fields must be prompt, response, helpfulness, correctness, coherence, complexity, verbosity, got ";

    private final Path folder;

    BadInputTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("unknown field", GOOD + row("p", "c", "1, \"extra\": 1"), "3: " + FIELDS + "also \"extra\""),
                fault("missing field", GOOD + "{\"prompt\": \"p\"}\n", "3: " + FIELDS + "no \"response\""),
                fault("rating too high", GOOD + row("p", "c", 5), "3: helpfulness must be in 0..4, got 5"),
                fault("rating too low", GOOD + row("p", "c", -1), "3: helpfulness must be in 0..4, got -1"),
                fault(
                        "rating beyond int",
                        GOOD + row("p", "c", "99999999999"),
                        "3: helpfulness must be in 0..4, got 99999999999"),
                fault("fraction", GOOD + row("p", "c", 2.5), "3: helpfulness must be an integer, got 2.5"),
                fault("whole as fraction", GOOD + row("p", "c", "3.0"), "3: helpfulness must be an integer, got 3.0"),
                fault("text", GOOD + row("p", "c", "\"3\""), "3: helpfulness must be an integer, got \"3\""),
                fault("null", GOOD + row("p", "c", "null"), "3: helpfulness must be an integer, got null"),
                fault("list", GOOD + row("p", "c", "[1, 2]"), "3: helpfulness must be an integer, got a list"),
                fault(
                        "NaN",
                        GOOD + row("p", "c", "NaN"),
                        "3: line must be one sound JSON object, got at column 52: Non-standard token 'NaN'"),
                fault(
                        "number as prompt",
                        GOOD + row("p", "c", 1).replace("\"p\"", "7"),
                        "3: prompt must be a string, got 7"),
                fault(
                        "key twice",
                        GOOD + row("p", "c", "1, \"helpfulness\": 2"),
                        "3: line must be one sound JSON object, got at column 65: Duplicate field 'helpfulness'"),
                fault("not an object", GOOD + "[1]\n", "3: row must be a JSON object, got a list"),
                fault("blank line", GOOD + "\n", "3: line must hold a JSON object, got a blank line; remove it"),
                fault(
                        "cut off",
                        GOOD + "{\"prompt\": \"p",
                        "3: line must be one sound JSON object, got at column 14: Unexpected end-of-input"),
                fault(
                        "two objects",
                        GOOD + "{} {}\n",
                        "3: line must be one sound JSON object, got at column 4: Trailing token (of type START_OBJECT)"
                                + " fo..."),
                fault(
                        "wrong speaker",
                        GOOD + row("p\\n<extra_id_1>Robot\\nq", "c", 1),
                        "3: turn 1 must begin with \"<extra_id_1>Assistant\", got \"<extra_id_1>Robot\\nq\""));
    }

    private static Arguments fault(String name, String text, String message) {
        return Arguments.of(name, text, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void read_fault_isOneMessage(String name, String text, String message) throws IOException {
        Path file = write(folder, "train.jsonl", text);
        assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("train.jsonl:" + message);
        ReadResult<RatedResponse> lenient = HelpSteer2.samples(file, Strictness.LENIENT);
        assertThat(lenient.rows()).hasSize(2);
        assertThat(lenient.refused()).hasToString("[train.jsonl:" + message + "]");
    }

    @Test
    void read_brokenUtf8_isRefusedByLine() throws IOException {
        byte[] bytes = (GOOD + row("p", "c", 1)).getBytes(StandardCharsets.UTF_8);
        bytes[GOOD.length() + 13] = (byte) 0xC3;
        assertRefused(
                write(folder, "train.jsonl", bytes),
                "3: line must be UTF-8, got bytes that are not; save the file" + " as UTF-8");
    }

    @Test
    void read_manyRows_keepTheirOrderAndTheFirstFaultIsNamed() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 2000; i++) {
            boolean broken = i == 777 || i == 778 || i == 1999;
            text.append(row("p" + i, "c", broken ? 9 : 1));
        }
        Path file = write(folder, "train.jsonl", text.toString());
        String fault = ": helpfulness must be in 0..4, got 9";
        assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT)).hasMessage("train.jsonl:777" + fault);
        ReadResult<RatedResponse> lenient = HelpSteer2.samples(file, Strictness.LENIENT);
        assertThat(lenient.refused().stream().map(Object::toString))
                .containsExactly("train.jsonl:777" + fault, "train.jsonl:778" + fault, "train.jsonl:1999" + fault);
        assertThat(lenient.rows().stream().map(s -> s.prompt().turns().get(0).text()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 2000)
                        .filter(i -> i != 777 && i != 778 && i != 1999)
                        .mapToObj(i -> "p" + i)
                        .toList());
    }

    @Test
    void read_utf16_isRefused() throws IOException {
        byte[] wide = row("p", "c", 1).strip().getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> HelpSteer2.samples(write(folder, "train.jsonl", wide), Strictness.STRICT))
                .hasMessage("train.jsonl:1: line must be one sound JSON object, got at column 3: Illegal character"
                        + " ((CTRL-CHAR, code 0))");
    }

    @Test
    void read_faultBehindOtherAlphabets_isPlacedInCharacters() throws IOException {
        String text = "{\"prompt\": \"äöü\", \"prompt\": 1}\n";
        assertThatThrownBy(() -> HelpSteer2.samples(write(folder, "train.jsonl", text), Strictness.STRICT))
                .hasMessage("train.jsonl:1: line must be one sound JSON object, got at column 27: Duplicate field"
                        + " 'prompt'");
    }

    @Test
    void read_replacementCharacterInTheFile_isTextLikeAnyOther() throws IOException {
        ReadResult<RatedResponse> loaded =
                HelpSteer2.samples(write(folder, "train.jsonl", row("\uFFFD", "c", 1)), Strictness.STRICT);
        assertThat(loaded.rows().get(0).prompt().markup()).isEqualTo("\uFFFD");
    }

    @Test
    void read_truncatedGzip_isRefusedAfterTheWholeLines() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            many.append(row("p" + i, Integer.toHexString(i * 40503), 1));
        }
        byte[] whole = gzip(many.toString());
        Path file = write(folder, "train.jsonl.gz", Arrays.copyOf(whole, whole.length / 2));
        ReadResult<RatedResponse> lenient = HelpSteer2.samples(file, Strictness.LENIENT);
        int line = lenient.rows().size() + 1;
        assertThat(line).isBetween(100, 1900);
        assertThat(lenient.refused())
                .hasToString("[train.jsonl.gz:" + line
                        + ": gzip stream must be complete, got its end within this row; fetch the file again]");
    }

    @Test
    void readArray_truncatedGzip_isRefusedInWords() throws IOException {
        byte[] whole = gzip("[" + GOOD.strip().replace("\n", ",") + "]");
        Path file = write(folder, "train.json.gz", Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("train.json.gz:1: gzip stream must be complete, got its end within this row; fetch the file"
                        + " again");
    }

    @Test
    void read_plainTextNamedGzip_isRefused() throws IOException {
        assertThatThrownBy(() -> HelpSteer2.samples(write(folder, "train.jsonl.gz", GOOD), Strictness.STRICT))
                .hasMessage(
                        "train.jsonl.gz:1: file must be sound gzip, got \"Input is not in the .gz format\"; fetch the file again");
    }

    @Test
    void read_emptyFiles_areRefused() throws IOException {
        for (String name : new String[] {"train.jsonl", "train.jsonl.gz"}) {
            assertThatThrownBy(() -> HelpSteer2.samples(write(folder, name, ""), Strictness.STRICT))
                    .hasMessage(name + ":1: file must hold at least one row, got none");
        }
        assertThatThrownBy(() -> HelpSteer2.samples(write(folder, "x.jsonl.gz", gzip("")), Strictness.STRICT))
                .hasMessage("x.jsonl.gz:1: file must hold at least one row, got none");
    }

    @Test
    void read_missingFile_namesTheCommand() {
        assertThatThrownBy(() -> HelpSteer2.samples(folder.resolve("helpsteer2/train.jsonl"), Strictness.LENIENT))
                .hasMessage(
                        "train.jsonl:0: file must exist, got none; get it with: environment/helpsteer fetch helpsteer2");
    }

    @Test
    void read_hugeLine_isRefusedAndTheNextIsRead() throws IOException {
        Path file = folder.resolve("train.jsonl");
        byte[] mebibyte = new byte[1 << 20];
        Arrays.fill(mebibyte, (byte) 'x');
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("{\"prompt\": \"".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 50; i++) {
                out.write(mebibyte);
            }
            out.write(("\"}\n" + GOOD).getBytes(StandardCharsets.UTF_8));
        }
        assertRefused(file, "1: line must have at most 33554432 bytes, got more");
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("train.jsonl:" + message);
        ReadResult<RatedResponse> lenient = HelpSteer2.samples(file, Strictness.LENIENT);
        assertThat(lenient.rows()).hasSize(2);
        assertThat(lenient.refused()).hasToString("[train.jsonl:" + message + "]");
    }

    @Test
    void read_windowsLinesAndByteOrderMark_areReadAndNoted() throws IOException {
        Path file = write(folder, "train.jsonl", "\uFEFF" + GOOD.replace("\n", "\r\n"));
        ReadResult<RatedResponse> loaded = HelpSteer2.samples(file, Strictness.STRICT);
        assertThat(loaded.rows())
                .isEqualTo(HelpSteer2.samples(write(folder, "plain.jsonl", GOOD), Strictness.STRICT)
                        .rows());
        assertThat(loaded.notes())
                .containsExactly(
                        "train.jsonl:1: begins with a byte order mark; read without it",
                        "train.jsonl:1: ends as Windows lines do, with CR LF; read as LF");
    }

    @Test
    void read_noLineFeedAtTheEnd_isFine() throws IOException {
        assertThat(HelpSteer2.samples(write(folder, "train.jsonl", GOOD.strip()), Strictness.STRICT)
                        .rows())
                .hasSize(2);
    }

    @Test
    void pairs_oddNumberOfRows_blamesTheLast() throws IOException {
        Path file = write(folder, "train.jsonl", GOOD + row("q", "c", 1));
        String message =
                "train.jsonl:3: row must be followed by its partner, a row with the same prompt, got the end of the file";
        assertThatThrownBy(() -> HelpSteer2.pairs(file, Strictness.STRICT)).hasMessage(message);
        ReadResult<RatedPair> lenient = HelpSteer2.pairs(file, Strictness.LENIENT);
        assertThat(lenient.rows()).hasSize(1);
        assertThat(lenient.refused()).hasToString("[" + message + "]");
    }

    @Test
    void pairs_differentPrompts_blameTheSecondStrictlyAndRecoverLeniently() throws IOException {
        Path file = write(folder, "train.jsonl", GOOD + row("q", "c", 1) + row("r", "d", 1) + row("r", "e", 3));
        assertThatThrownBy(() -> HelpSteer2.pairs(file, Strictness.STRICT))
                .hasMessage("train.jsonl:4: prompt must equal that of line 3, the row's partner, got another one");
        ReadResult<RatedPair> lenient = HelpSteer2.pairs(file, Strictness.LENIENT);
        assertThat(lenient.rows()).extracting(p -> p.prompt().markup()).containsExactly("p", "r");
        assertThat(lenient.refused())
                .hasToString("[train.jsonl:3: prompt must equal that of line 4, the row's partner, got another one]");
    }

    @Test
    void pairs_oneRowOfAPairRefused_losesThePairOnly() throws IOException {
        Path file = write(folder, "train.jsonl", row("q", "c", 9) + row("q", "d", 1) + GOOD);
        ReadResult<RatedPair> lenient = HelpSteer2.pairs(file, Strictness.LENIENT);
        assertThat(lenient.rows()).extracting(p -> p.prompt().markup()).containsExactly("p");
        assertThat(lenient.refused()).extracting(ReadResult.Refusal::line).containsExactly(1L, 2L);
        assertThat(lenient).hasToString("read 1, refused 2");
    }

    @Test
    void needTable_missingInHome_namesTheCommand() throws IOException {
        Files.createDirectories(folder.resolve("sample"));
        DataHome home = DataHome.find(Map.of("HELPSTEER_DATA", folder.toString()), folder);
        assertThatThrownBy(() -> HelpSteer2.train(home))
                .hasMessage(
                        "helpsteer2/train{.jsonl,.jsonl.gz,.parquet}:0: file must be in the official data or a part of"
                                + " it, got none; get it with: environment/helpsteer fetch helpsteer2; it goes to the cache, so unset"
                                + " HELPSTEER_DATA or put the file into the folder that it names");
        assertThatThrownBy(() -> RewardBenchFile.v1(home))
                .hasMessage(
                        "rewardbench-v1/filtered-00000-of-00001.parquet:0: file must be in the official data or a part"
                                + " of it, got none; get it with: environment/helpsteer fetch rewardbench-v1; it goes to the cache, so unset"
                                + " HELPSTEER_DATA or put the file into the folder that it names");
    }

    @Test
    void need_fileThatNoCommandFetches_namesTheVariable() {
        DataHome home = new DataHome(folder, DataHome.Kind.SAMPLE);
        assertThatThrownBy(() -> RatedLengths.read(home))
                .hasMessage(
                        "helpsteer2/human_ratings_3005_with_lengths.csv:0: file must be in the sample data (written for"
                                + " this project), got none; no command fetches it; set HELPSTEER_DATA to a folder that has it"
                                + " (data/README.md)");
        assertThatThrownBy(() -> RaterScores.read(home))
                .hasMessageEndingWith(
                        "got none; get it with: environment/helpsteer fetch helpsteer2 (with HELPSTEER_DATA unset)");
    }
}
