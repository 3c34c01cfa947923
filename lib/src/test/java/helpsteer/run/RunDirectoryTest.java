package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import helpsteer.run.Provenance.Settings;
import helpsteer.run.Provenance.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    private static final Settings SETTINGS = new Settings(Json.tree("epochs 2"), 1, "0123456789abcdef", "fp32");
    private static final Surroundings HERE = new Surroundings("c0ffee", "17", "Linux", "PyTorch 2.7.1", "cpu");
    private static final Provenance PROVENANCE = new Provenance(SETTINGS, HERE);

    @Test
    void differencesFrom_otherRun_namesEachThing() {
        Provenance other = new Provenance(
                new Settings(Json.tree("epochs 3"), 2, "ffff", "bf16"),
                new Surroundings("beef", "21", "Mac", "PyTorch 3", "gpu(0)"));
        assertThat(other.differencesFrom(PROVENANCE))
                .extracting(Json.Difference::toString)
                .containsExactly(
                        "config: epochs 2 → epochs 3",
                        "seed: 1 → 2",
                        "dataSha256: 0123456789abcdef → ffff",
                        "dtype: fp32 → bf16",
                        "commit: c0ffee → beef",
                        "java: 17 → 21",
                        "system: Linux → Mac",
                        "engine: PyTorch 2.7.1 → PyTorch 3",
                        "device: cpu → gpu(0)");
        assertThat(PROVENANCE.differencesFrom(new Provenance(SETTINGS, HERE))).isEmpty();
        assertThat(PROVENANCE.caption()).isEqualTo("commit c0ffee, seed 1, data 0123456789ab, fp32 on cpu");
    }

    @Test
    void here_thisProcess_isFilledIn() {
        Surroundings here = Surroundings.here("PyTorch 2.7.1", "cpu, 1 thread");
        assertThat(here.commit()).matches("[0-9a-f]{40}(-dirty)?|none");
        assertThat(here.java()).isEqualTo(Runtime.version().toString());
        assertThat(here.system()).contains(System.getProperty("os.arch"));
    }

    @Test
    void open_newFolder_holdsProvenanceAndLog(@TempDir Path folder) throws IOException {
        Path run = folder.resolve("run-1");
        try (RunDirectory directory = RunDirectory.open(run, PROVENANCE)) {
            directory.log().write("step", Map.of("loss", 1.5));
            assertThat(directory.checkpoints()).isEqualTo(run.resolve("checkpoints"));
            assertThat(directory.file("model")).isEqualTo(run.resolve("model"));
        }
        assertThat(RunDirectory.provenance(run)).isEqualTo(PROVENANCE);
        assertThat(Files.readAllLines(run.resolve("run.jsonl")))
                .hasSize(2)
                .last()
                .isEqualTo("{\"event\":\"step\",\"loss\":1.5}");
    }

    @Test
    void open_sameSettingsElsewhere_goesOnAndLogsWhatChanged(@TempDir Path folder) {
        RunDirectory.open(folder, PROVENANCE).close();
        Surroundings other = new Surroundings("beef", "17", "Linux", "PyTorch 2.7.1", "cpu");
        RunDirectory.open(folder, new Provenance(SETTINGS, other)).close();
        var start = RunLog.read(folder.resolve("run.jsonl")).get(1);
        assertThat(start.path("event").asText()).isEqualTo("start");
        assertThat(start.path("changed").toString()).isEqualTo("[\"commit: c0ffee → beef\"]");
        assertThat(start.path("surroundings").path("commit").asText()).isEqualTo("beef");
    }

    @Test
    void open_otherSettings_isRefusedAndTheFolderIsFree(@TempDir Path folder) {
        Path run = folder.resolve("run-1");
        RunDirectory.open(run, PROVENANCE).close();
        Provenance other = new Provenance(new Settings(Json.tree("epochs 2"), 9, "ffff", "fp32"), HERE);
        assertThatThrownBy(() -> RunDirectory.open(run, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run must have the settings of run-1, got seed: 1 → 9, dataSha256: 0123456789abcdef → ffff;"
                        + " choose another folder");
        RunDirectory.open(run, PROVENANCE).close();
    }

    @Test
    void open_twice_isRefused(@TempDir Path folder) {
        Path run = folder.resolve("run-1");
        try (RunDirectory first = RunDirectory.open(run, PROVENANCE)) {
            assertThat(first.log()).isNotNull();
            assertThatThrownBy(() -> RunDirectory.open(run, PROVENANCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("folder must belong to one run at a time, got run-1, which process "
                            + ProcessHandle.current().pid() + " uses; wait for it or choose another folder");
        }
    }

    @Test
    void open_folderOfTheFormatBefore_isRefusedByName(@TempDir Path folder) throws IOException {
        Path run = Files.createDirectory(folder.resolve("run-1"));
        Files.writeString(
                run.resolve("provenance.json"),
                """
                {"settings": {"config": "epochs 2", "seed": 1, "dataSha256": "0123456789abcdef", "dtype": "fp32"},
                 "surroundings": {"commit": "c0ffee", "java": "17", "system": "Linux", "engine": "PyTorch 2.7.1",
                                  "device": "cpu"}}
                """);
        assertThatThrownBy(() -> RunDirectory.open(run, PROVENANCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run-1/provenance.json must have format 2, got none, which another version of the library"
                        + " wrote; choose another folder, or remove this one to run again");
        assertThat(run.resolve("run.jsonl")).doesNotExist();
    }

    @Test
    void open_logCannotBeWritten_leavesFolderAndLogFree(@TempDir Path folder) throws IOException {
        assumeThat(Path.of("/dev/full")).exists();
        Path log = folder.resolve("run.jsonl");
        Files.createSymbolicLink(log, Path.of("/dev/full"));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> RunDirectory.open(folder, PROVENANCE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("cannot write " + log + ": ");
        }
        Files.delete(log);
        RunDirectory.open(folder, PROVENANCE).close();
    }

    @Test
    void open_provenanceDamaged_isRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("provenance.json"), "{\"settings\":");
        assertThatThrownBy(() -> RunDirectory.open(folder, PROVENANCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("provenance.json must be as it was written, got .*; choose another folder");
    }
}
