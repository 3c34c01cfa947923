package helpsteer.data;

import static helpsteer.data.TestFiles.gzip;
import static helpsteer.data.TestFiles.row;
import static helpsteer.data.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.benchmark.TruthfulQa;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.Parquet;
import helpsteer.data.io.Strictness;
import helpsteer.data.io.UnscoredRows;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.Sql;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is read to its last byte, and no other file is read with it. */
class WholeFileTest {
    private static final String FIRST = row("p", "a", 1) + row("p", "b", 2);
    private static final String SECOND = row("q", "c", 3) + row("q", "d", 4);
    private static final int FLAGS = 3;

    private final Path folder;

    WholeFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] withByte(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    @Test
    void read_gzipOfThreeMembers_isReadWhole() throws IOException {
        Path file = write(folder, "train.jsonl.gz", joined(gzip(FIRST), gzip(""), gzip(SECOND)));
        assertThat(HelpSteer2.samples(file, Strictness.STRICT).rows()).hasSize(4);
        assertThat(UnscoredRows.count(file)).isEqualTo(4);
    }

    @Test
    void read_gzipMemberThatEndsWithinALine_goesOnInTheNextMember() throws IOException {
        Path file = write(folder, "train.jsonl.gz", joined(gzip(FIRST.substring(0, 20)), gzip(FIRST.substring(20))));
        assertThat(HelpSteer2.samples(file, Strictness.STRICT).rows()).hasSize(2);
    }

    @Test
    void read_secondGzipMemberWithADamagedHeader_isRefused() throws IOException {
        byte[] second = gzip(SECOND);
        for (int at = 0; at <= FLAGS; at++) {
            byte[] damaged = joined(gzip(FIRST), withByte(second, at, 0xEE));
            assertUnsound(write(folder, "train.jsonl.gz", damaged));
        }
    }

    @Test
    void read_bytesBehindTheLastGzipMember_areRefused() throws IOException {
        for (String rest : new String[] {"x", "garbage", "a longer rest than a header and a trailer of gzip have"}) {
            assertUnsound(write(folder, "train.jsonl.gz", joined(gzip(FIRST), rest.getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void read_gzipWithAChangedByteOrChecksum_isRefused() throws IOException {
        byte[] whole = gzip(FIRST);
        assertUnsound(write(folder, "train.jsonl.gz", withByte(whole, whole.length - 6, whole[whole.length - 6] ^ 1)));
        assertUnsound(write(folder, "train.jsonl.gz", withByte(whole, whole.length - 2, whole[whole.length - 2] ^ 1)));
    }

    /** The two readers of JSON lines. */
    private static void assertUnsound(Path file) {
        assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageMatching("train\\.jsonl\\.gz:[123]: file must be sound gzip, got .*; fetch the file again");
        assertThatThrownBy(() -> UnscoredRows.count(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageMatching("train\\.jsonl\\.gz:[123]: file must be sound gzip, got .*; fetch the file again");
    }

    @Test
    void readArray_anythingBehindTheArray_isRefused() throws IOException {
        String array = "[" + FIRST.strip().replace("\n", ",") + "]";
        assertThat(HelpSteer2.samples(write(folder, "train.json", array + " \n"), Strictness.STRICT)
                        .rows())
                .hasSize(2);
        for (String rest : new String[] {"[]", array, "1", "{}", "null"}) {
            Path file = write(folder, "train.json", array + rest);
            assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessage("train.json:3: file must end with its array, got more behind it; put all rows into one"
                            + " array");
        }
        assertThatThrownBy(() -> HelpSteer2.samples(write(folder, "train.json", array + "garbage"), Strictness.STRICT))
                .hasMessageStartingWith("train.json:3: row must be sound JSON, got Unrecognized token 'garbage'");
        assertThat(HelpSteer2.samples(write(folder, "train.json", array + array), Strictness.LENIENT))
                .hasToString("read 2, refused 1");
    }

    @Test
    void readArray_gzipWithARestBehindIt_isRefused() throws IOException {
        byte[] array = gzip("[" + FIRST.strip().replace("\n", ",") + "]");
        Path file = write(folder, "train.json.gz", joined(array, new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT))
                .hasMessageMatching("train\\.json\\.gz:[123]: file must be sound gzip, got .*; fetch the file again");
    }

    @Test
    void read_parquetInAFolderWithPatternCharacters_readsThatFileAlone() throws Exception {
        for (String name : new String[] {"data*", "data?", "data [1]", "data{1}", "it's a=1", "dat\\a"}) {
            Path named = folder.resolve(name);
            parquet(named.resolve("train.parquet"), 1);
            for (String neighbour : new String[] {"data1", "data 1", "data2"}) {
                parquet(folder.resolve(neighbour).resolve("train.parquet"), 2);
            }
            assertThat(HelpSteer2.samples(named.resolve("train.parquet"), Strictness.STRICT)
                            .rows())
                    .as(name)
                    .extracting(s -> s.ratings().helpfulness())
                    .containsExactly(1);
            DataHome home = new DataHome(named, DataHome.Kind.OFFICIAL);
            parquet(named.resolve("helpsteer2/validation.parquet"), 1);
            write(named, "helpsteer2/train.jsonl", FIRST);
            assertThat(Sql.query(home, "select v.helpfulness h from validation v, train")
                            .numbers("h"))
                    .as(name)
                    .containsExactly(1, 1);
        }
    }

    private static void parquet(Path file, int helpfulness) throws Exception {
        Files.createDirectories(file.getParent());
        Path plain = Files.createTempFile("helpsteer", ".parquet");
        try (Connection db = Parquet.connect();
                Statement statement = db.createStatement()) {
            statement.execute("copy (select 'p' prompt, 'r' response, " + helpfulness + " helpfulness, 1 correctness,"
                    + " 1 coherence, 1 complexity, 1 verbosity) to " + Parquet.quoted(plain.toString())
                    + " (format parquet)");
        }
        Files.move(plain, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void read_halfASurrogatePairInAnyText_isRefusedByLine() throws IOException {
        String[] halves = {"\\ud800", "\\udc00 b", "a\\ud83dz", "\\udc00\\ud800"};
        for (String half : halves) {
            Path response = write(folder, "train.jsonl", FIRST + row("p", half, 1));
            assertThatThrownBy(() -> HelpSteer2.samples(response, Strictness.STRICT))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageMatching("train\\.jsonl:3: response must be well-formed Unicode, got the lone surrogate"
                            + " \\\\ud[0-9a-f]{3} at [01]; write the character whole or remove it");
            Path prompt = write(folder, "prompt/train.jsonl", FIRST + row(half, "r", 1));
            assertThatThrownBy(() -> HelpSteer2.samples(prompt, Strictness.STRICT))
                    .hasMessageStartingWith(
                            "train.jsonl:3: prompt must be well-formed Unicode, got the lone surrogate");
            try (UnscoredRows rows = UnscoredRows.open(response)) {
                assertThat(rows.next(9).get(2).refusal().orElseThrow())
                        .startsWith("response must be well-formed Unicode, got the lone surrogate");
            }
        }
        Path whole = write(folder, "train.jsonl", row("\\ud83d\\ude00", "\uD83D\uDE00", 1));
        assertThat(HelpSteer2.samples(whole, Strictness.STRICT).rows()).hasSize(1);
    }

    @Test
    void read_halfASurrogatePairAsAName_isRefusedByRow() throws IOException {
        String question = "[{\"question\": \"q\", \"mc1_targets\": {\"\\ud800\": 1, \"b\": 0}, \"mc2_targets\":"
                + " {\"a\": 1, \"b\": 0}}]";
        assertThatThrownBy(() -> TruthfulQa.read(write(folder, "mc_task.json", question)))
                .hasMessage("mc_task.json:1: name in mc1_targets must be well-formed Unicode, got the lone surrogate"
                        + " \\ud800 at 0; write the character whole or remove it");
    }

    @Test
    void read_emptyResponse_isRefusedToTrainAndToScoreAlike() throws IOException {
        Path file = write(folder, "train.jsonl", FIRST + row("p", "", 1));
        assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT))
                .hasMessage("train.jsonl:3: response must not be empty, got \"\"");
        try (UnscoredRows rows = UnscoredRows.open(file)) {
            assertThat(rows.next(9).get(2).refusal()).contains("response must not be empty, got \"\"");
        }
    }
}
