package helpsteer.data.sets;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.fetch.DataHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {
    private final Path folder;

    DataFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private DataHome home() {
        return new DataHome(folder, DataHome.Kind.OFFICIAL);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void find_lines_countsUnreadableOnesToo() throws IOException {
        write("a/b.jsonl", "{\"x\": 1}\nbroken\n{}\n");
        assertThat(DataFile.find(home(), "a/b")).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("a/b.jsonl");
            assertThat(file.rows()).isEqualTo(3);
        });
    }

    @Test
    void find_gzip_countsTheLinesWithinAndHashesTheFileItself() throws IOException {
        Path file = folder.resolve("z.jsonl.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{}\n{}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(DataFile.find(home(), "z"))
                .containsExactly(new DataFile("z.jsonl.gz", 2, helpsteer.run.Hash.ofFile(file)));
    }

    /** Two folders of one kind: what is kept of the one must not be found for the other. */
    @Test
    void key_otherBytesOrTables_isAnother() throws IOException {
        write("a/b.jsonl", "{\"x\": 1}\n");
        String key = DataFile.key(home(), "a/b", "c/d");
        assertThat(key).matches("[0-9a-f]{12}").isEqualTo(DataFile.key(home(), "a/b", "c/d"));
        assertThat(DataFile.key(home(), "a/b")).isNotEqualTo(key);
        write("c/d.jsonl", "{}\n");
        assertThat(DataFile.key(home(), "a/b", "c/d")).isNotEqualTo(key);
        Files.delete(folder.resolve("c/d.jsonl"));
        write("a/b.jsonl", "{\"x\": 2}\n");
        assertThat(DataFile.key(home(), "a/b", "c/d")).isNotEqualTo(key);
    }

    @Test
    void find_csv_countsRowsBelowTheHeader() throws IOException {
        write("c.csv", "# remark\na,b\n1,2\n3,4\n5,6\n");
        assertThat(DataFile.find(home(), "c.csv").get(0).rows()).isEqualTo(3);
    }

    @Test
    void find_rewardBenchBySection_isFourFiles() throws IOException {
        for (String section : new String[] {"Chat", "Chat_Hard", "Safety", "Reasoning"}) {
            write("rewardbench-v1/" + section + ".jsonl", "{}\n");
        }
        assertThat(DataFile.find(home(), "rewardbench-v1/filtered"))
                .extracting(DataFile::name)
                .containsExactly(
                        "rewardbench-v1/Chat.jsonl",
                        "rewardbench-v1/Chat_Hard.jsonl",
                        "rewardbench-v1/Safety.jsonl",
                        "rewardbench-v1/Reasoning.jsonl");
    }

    @Test
    void find_whatTheHomeLacks_isNone() {
        assertThat(DataFile.find(home(), "helpsteer2/train")).isEmpty();
        assertThat(DataFile.find(home(), "rewardbench-v1/filtered")).isEmpty();
    }

    @Test
    void toString_thousands_areGroupedAndTheHashIsShort() {
        assertThat(new DataFile("t.jsonl", 20_324, "0123456789abcdef".repeat(4)))
                .hasToString("t.jsonl, 20,324 rows, SHA-256 0123456789ab…");
    }
}
