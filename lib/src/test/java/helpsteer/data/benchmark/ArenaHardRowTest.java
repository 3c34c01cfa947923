package helpsteer.data.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.TestFiles;
import helpsteer.data.fetch.DataHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArenaHardRowTest {
    private final Path folder;

    ArenaHardRowTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private List<ArenaHardRow> past(String row) throws IOException {
        TestFiles.write(
                folder,
                ArenaHardRow.PAST,
                "# Old\n```console\nother | score: 1.0 | 95% CI: (-0.1, 0.1) | average #tokens: 5\n```\n\n```console\n"
                        + row + "\n```\n");
        return ArenaHardRow.past(DataHome.of(folder));
    }

    /** The first table of the page is with style control, the last without. */
    @Test
    void past_twoTables_isTheLast() throws IOException {
        List<ArenaHardRow> rows = past("gpt-4-0613   | score: 37.9  | 95% CI: (-2.8, 2.4)  | average #tokens: 354  ");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).model()).isEqualTo("gpt-4-0613");
        assertThat(rows.get(0).score()).isEqualTo(37.9);
        assertThat(rows.get(0).interval().low()).isCloseTo(35.1, within(1e-9));
        assertThat(rows.get(0).interval().high()).isCloseTo(40.3, within(1e-9));
    }

    @Test
    void past_otherRow_isRefusedWithItsLine() {
        assertThatThrownBy(() -> past("gpt-4-0613 37.9"))
                .hasMessage("past_leaderboards.md:7: row must be a model, its score, interval and tokens,"
                        + " got \"gpt-4-0613 37.9\"");
    }
}
