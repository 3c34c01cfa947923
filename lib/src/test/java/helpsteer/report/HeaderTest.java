package helpsteer.report;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.fetch.DataHome;
import helpsteer.run.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderTest {
    private final Path folder;

    HeaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Header header(String... tables) {
        return Header.of(new DataHome(folder, DataHome.Kind.SAMPLE), new Seed(7), "cpu", tables);
    }

    private static List<String> data(Header header) {
        return header.lines().stream()
                .filter(line -> line.getKey().equals("data"))
                .map(java.util.Map.Entry::getValue)
                .toList();
    }

    @Test
    void of_tableInTheHome_isNamedWithItsRowsAndTheStartOfItsHash() throws IOException {
        Files.writeString(folder.resolve("two.jsonl"), "{}\n{}\n");
        assertThat(data(header("two")))
                .containsExactly(
                        "sample data (written for this project)",
                        "two.jsonl, 2 rows, SHA-256 3b00ba536167…"); // printf '{}\n{}\n' | sha256sum
    }

    @Test
    void of_tableThatTheHomeLacks_isSaidToBeMissing() {
        assertThat(data(header("helpsteer2/train")))
                .containsExactly("sample data (written for this project)", "helpsteer2/train, not in this folder");
    }

    @Test
    void of_anyRun_tellsVersionJavaScaleDeviceAndSeedInThisOrder() {
        Header header = header();
        assertThat(header.lines())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("HelpSteer2 Workbench", "Java", "scale", "device", "seed", "data");
        assertThat(header.lines()).contains(java.util.Map.entry("seed", "7"), java.util.Map.entry("device", "cpu"));
    }
}
