package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossesCommandTest {
    private final Terminal terminal = new Terminal();

    private final Path folder;

    LossesCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int run(String... words) {
        return terminal.run(words);
    }

    @Test
    void losses_fewSmallWorlds_showsTablesAndSavesTheSameNumbers() throws IOException {
        Path one = folder.resolve("one.json");
        String[] words = {
            "study",
            "losses",
            "--seeds",
            "2",
            "--rows",
            "50",
            "--length-bias",
            "0.5",
            "--threads",
            "1",
            "--save",
            one.toString()
        };
        assertThat(run(words)).as(terminal.errors()).isZero();
        assertThat(terminal.output())
                .contains("simulated worlds, vectors of 32 independent components, which tell 0.64")
                .contains("Learning curve", "Where losses differ", "Labels exchanged", "Ties dropped or kept")
                .contains("A planted length bias", "length as a covariate", "Regression of five attributes")
                .contains("best possible, labels", "2 worlds, seed 12");
        JsonNode saved = Json.read(one);
        JsonNode first = saved.path("situations").path(0);
        assertThat(first.path("situation").path("part").asText()).isEqualTo("LEARNING_CURVE");
        assertThat(first.path("scores")).hasSize(5);
        assertThat(terminal.output())
                .contains(String.format(
                        Locale.ROOT,
                        "%.3f",
                        first.path("best").path("labels").path("value").asDouble()));

        Path two = folder.resolve("two.json");
        words[9] = "2";
        words[11] = two.toString();
        assertThat(run(words)).isZero();
        assertThat(two).hasSameTextualContentAs(one);
        assertThat(Files.size(two)).isPositive();
    }

    @Test
    void losses_wrongOptions_areRefusedByName() {
        String[][] wrong = {
            {"--seeds", "1"},
            {"--rows", "20"},
            {"--rows", "x"},
            {"--noise", "-1"},
            {"--noise", "loud"},
            {"--length-bias", "0.1,99"},
            {"--vectors", "imagined"}
        };
        String[] said = {
            "--seeds must be at least 2, got 1",
            "--rows must be in 50..100000, got 20",
            "--rows must be a whole number of at least 1, got x",
            "--noise must be in 0..10, got -1.0",
            "--noise must be a number, got loud",
            "--length-bias must be in -10..10, got 99.0",
            "--vectors must be one of [simulated, real], got imagined"
        };
        for (int i = 0; i < wrong.length; i++) {
            assertThat(run("study", "losses", wrong[i][0], wrong[i][1])).isEqualTo(2);
            assertThat(terminal.firstError()).isEqualTo(said[i]);
        }
    }
}
