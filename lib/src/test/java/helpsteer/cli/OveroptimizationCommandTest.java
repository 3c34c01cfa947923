package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OveroptimizationCommandTest {
    private final Terminal terminal = new Terminal();

    private final Path folder;

    OveroptimizationCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void overoptimization_smallWorlds_showsTablesSavesAndDraws() throws IOException {
        Path file = folder.resolve("overoptimization.json");
        Path charts = folder.resolve("charts");
        int code = terminal.run(
                "study",
                "overoptimization",
                "--pairs",
                "30,300",
                "--seeds",
                "2",
                "--prompts",
                "1",
                "--responses",
                "256",
                "--save",
                file.toString(),
                "--charts",
                charts.toString());
        assertThat(code).as(terminal.output()).isZero();
        assertThat(terminal.output())
                .contains(
                        "finite worlds: 1 prompts of 256 responses each",
                        "KL of the turn-over [95 %]",
                        "α in theory [95 %]",
                        "KL of the turn-over in theory",
                        "KL, exact",
                        "error, farther half",
                        "gold gained at KL 1.00",
                        "best of n, worst of five",
                        "Where training ended")
                .contains("seed 12, 2 repetitions");
        JsonNode saved = Json.read(file);
        assertThat(saved.path("settings").path("responses").asText()).isEqualTo("256");
        assertThat(saved.path("proxies")).hasSize(2);
        assertThat(saved.path("proxies")
                        .path(0)
                        .path("curves")
                        .path(0)
                        .path("points")
                        .size())
                .isGreaterThan(5);
        for (String name : new String[] {"rewards.png", "fits.png", "optimizers.png", "remedies.png"}) {
            assertThat(Files.size(charts.resolve(name))).as(name).isGreaterThan(10_000);
        }
    }

    @Test
    void overoptimization_modelWithoutTexts_isNotUnderstood() {
        assertThat(terminal.run("study", "overoptimization", "--model", folder.toString()))
                .isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--model must stand beside --text, got it alone");
    }

    @Test
    void overoptimization_modelThatIsNone_isRefusedByName() {
        int code = terminal.run("study", "overoptimization", "--text", "--model", folder.toString());
        assertThat(code).isEqualTo(1);
        assertThat(terminal.firstError()).contains("must hold model.safetensors");
    }

    @Test
    void overoptimization_help_namesTheOptions() {
        assertThat(terminal.run("study", "overoptimization", "--help")).isZero();
        assertThat(terminal.output())
                .contains(
                        "--text",
                        "--pairs=N",
                        "--seeds=N",
                        "--prompts=N",
                        "--responses=N",
                        "--charts=FOLDER",
                        "--save=FILE");
    }

    @Test
    void overoptimization_wrongOptions_areNotUnderstood() {
        assertThat(terminal.run("study", "overoptimization", "--pairs", "10")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--pairs must be rising numbers of at least 20, got [10]");
        assertThat(terminal.run("study", "overoptimization", "--seeds", "1")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--seeds must be at least 2, got 1");
        assertThat(terminal.run("study", "overoptimization", "--responses", "3"))
                .isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--responses must be at least 16, got 3");
        assertThat(terminal.run("study", "overoptimization", "--text", "--prompts", "1"))
                .isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--prompts must be at least 2, got 1");
    }
}
