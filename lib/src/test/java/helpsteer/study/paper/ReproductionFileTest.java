package helpsteer.study.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import helpsteer.run.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionFileTest {
    private final Path folder;

    ReproductionFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private final Reproduction all = Reproduction.of(DataHome.sample());

    @Test
    void save_json_hasAnObjectForEachNumber() throws Exception {
        Path file = folder.resolve("all.json");
        ReproductionFile.save(all, file);
        JsonNode list = Json.read(file);
        assertThat(list).hasSize(all.numbers().size());
        JsonNode one = list.get(list.size() - 1);
        assertThat(one.path("id").asText()).isEqualTo("text:R2 of Elo by MT Bench with gpt-4-0125-preview");
        assertThat(one.path("printed").asText()).isEqualTo("0.819");
        assertThat(one.path("ours").asDouble()).isBetween(0.8185, 0.8195);
        assertThat(one.path("verdict").asText()).isEqualTo("exact");
        assertThat(one.path("data").asText()).contains("sample");
    }

    @Test
    void save_csv_isReadAgainByItsColumns() throws Exception {
        Path file = folder.resolve("all.csv");
        ReproductionFile.save(all, file);
        Csv csv = Csv.read(file);
        assertThat(csv.lines()).hasSize(all.numbers().size());
        assertThat(csv.lines().get(0).text("id")).isEqualTo("table1:helpfulness:initial collection");
        assertThat(csv.lines().get(0).needed("printed")).isEqualTo(0.465);
    }

    @Test
    void save_otherEnding_isRefused() {
        assertThatThrownBy(() -> ReproductionFile.save(all, Path.of("all.txt")))
                .hasMessage("file must end in .json or .csv, got all.txt");
    }
}
