package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
    private final Terminal terminal = new Terminal();

    private final Path folder;

    StudyCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void study_noStudyNamed_isNotUnderstood() {
        assertThat(terminal.run("study")).isEqualTo(2);
        assertThat(terminal.firstError())
                .startsWith("STUDY must be one of [coverage")
                .endsWith("], got none");
    }

    @Test
    void study_help_listsTheStudies() {
        assertThat(terminal.run("study", "--help")).isZero();
        assertThat(terminal.output()).contains("helpsteer study", "coverage");
        assertThat(terminal.run("study", "coverage", "--help")).isZero();
        assertThat(terminal.output())
                .contains("--replications=N", "--only=WORD", "--seed=N", "--threads=N", "--save=FILE");
    }

    /** Learning trains with the threads of HELPSTEER_THREADS, on which its numbers depend; steering trains models beside each other. */
    @Test
    void study_threads_areOfStudiesWhoseNumbersDoNotDependOnThem() {
        assertThat(terminal.run("study", "learning", "--help")).isZero();
        assertThat(terminal.output()).contains("--seed=N", "--save=FILE").doesNotContain("--threads");
        assertThat(terminal.run("study", "learning", "--threads", "2")).isEqualTo(2);
        assertThat(terminal.run("study", "steering", "--help")).isZero();
        assertThat(terminal.output()).contains("--seed=N", "--save=FILE", "--threads=N");
    }

    @Test
    void coverage_fewSamples_showsTablesAndSavesTheSameNumbers() throws IOException {
        Path file = folder.resolve("coverage.json");
        int code = terminal.run(
                "study",
                "coverage",
                "--only",
                "Moments.meanInterval",
                "--replications",
                "100",
                "--save",
                file.toString());
        assertThat(code).as(terminal.output()).isEqualTo(1); // so few samples show nothing
        assertThat(terminal.output())
                .contains("Intervals at 95 %", "coverage [95 %]", "without interval or p-value: FitQuality")
                .contains("too few samples to tell, about")
                .contains("; seed 12, up to 100 samples a scenario");
        JsonNode saved = Json.read(file);
        assertThat(saved.path("replications").asInt()).isEqualTo(100);
        JsonNode first = saved.path("intervals").path(0);
        assertThat(first.path("setting").path("estimator").asText()).isEqualTo("Moments.meanInterval");
        assertThat(first.path("counts").path("covered").asInt()).isBetween(85, 100);
        assertThat(terminal.output())
                .contains(String.format(
                        Locale.ROOT,
                        "%.3f",
                        first.path("coverage").path("value").asDouble()));
    }

    @Test
    void coverage_testsOnly_showsFalsePositivesAndWhyTheyAreFew() {
        int code = terminal.run("study", "coverage", "--only", "McNemar", "--replications", "200");
        assertThat(code).as(terminal.output()).isEqualTo(1); // so few samples do not show all of it
        assertThat(terminal.output())
                .contains("Tests at 0.05", "false positives [95 %]", "power [95 %]")
                .contains("McNemar.exactPValue, conservative: few p-values are possible")
                .doesNotContain("Intervals at");
    }

    @Test
    void coverage_wrongOptions_areNotUnderstood() {
        assertThat(terminal.run("study", "coverage", "--replications", "5")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--replications must be at least 20, got 5");
        assertThat(terminal.run("study", "coverage", "--only", "vibes")).isEqualTo(2);
        assertThat(terminal.firstError())
                .startsWith("--only: word must stand in the name of a scenario, got vibes; take one of [Wilson.of,");
    }
}
