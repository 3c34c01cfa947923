package helpsteer.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import helpsteer.data.fetch.DataHome;
import helpsteer.weights.model.Pretrained;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private boolean run(Finding... findings) {
        return doctor(() -> List.of(findings));
    }

    private boolean doctor(Doctor.Look look) {
        PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
        return new Doctor(List.of(new Doctor.Check("Part", look))).run(writer);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void run_onlyOptionalThingsMissing_isFine() {
        boolean fine = run(Finding.fine("Java", "17"), Finding.optional("GPU", "none", "use one"));

        assertThat(fine).isTrue();
        assertThat(lines())
                .containsExactly(
                        "Part",
                        "  ✔ Java        17",
                        "  - GPU         none",
                        "                mend: use one",
                        "The embedded default can run.");
    }

    @Test
    void run_neededThingMissing_failsWithTheCommandThatMendsIt() {
        assertThat(run(Finding.needed("model", "none", "environment/run"))).isFalse();
        assertThat(lines()).contains("  ✘ model       none", "                mend: environment/run");
    }

    @Test
    void run_checkThatThrows_isAFindingAndNotTheEnd() {
        boolean fine = doctor(() -> {
            throw new UnsatisfiedLinkError("no libtorch here");
        });

        assertThat(fine).isFalse();
        assertThat(lines()).contains("  ✘ error       no libtorch here");
    }

    @Test
    void run_checkWhoseErrorHasNoMessage_tellsItsCause() {
        doctor(() -> {
            throw new ExceptionInInitializerError(new IllegalStateException("libtorch must load, got none"));
        });

        assertThat(lines()).contains("  ✘ error       libtorch must load, got none");
    }

    @Test
    void trouble_variableOfTheUser_isNamedInTheMend() {
        assertThat(EngineCheck.trouble("HELPSTEER_THREADS must be a count from 1 to 9999, got many"))
                .isEqualTo(Finding.needed(
                        "engine",
                        "HELPSTEER_THREADS must be a count from 1 to 9999, got many",
                        "unset HELPSTEER_THREADS"));
        assertThat(EngineCheck.trouble("HELPSTEER_DEVICE must be cpu, gpu or gpu:N, got tpu")
                        .mend())
                .isEqualTo("unset HELPSTEER_DEVICE or set HELPSTEER_DEVICE=cpu");
        assertThat(EngineCheck.trouble("HELPSTEER_DEVICE must name a usable GPU, got gpu")
                        .mend())
                .startsWith(
                        "set HELPSTEER_DEVICE=cpu, or with a network, HELPSTEER_CUDA=download lets DJL fetch its libtorch")
                .endsWith("PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128");
        assertThat(EngineCheck.trouble("engine must start, got no library").mend())
                .isEqualTo("environment/test");
    }

    /** Nothing that the default does needs it, so its absence is a hint and no more. */
    @Test
    void languageModel_hereOrNot_isSaidWithTheCommandThatFetchesIt() {
        Pretrained model = Pretrained.SMOLLM2_135M_INSTRUCT;
        Finding expected = Files.exists(model.path())
                ? Finding.fine("policy", "smollm2-135m-instruct, SHA-256 as published")
                : Finding.optional(
                        "policy", "smollm2-135m-instruct is not here", "environment/helpsteer fetch smollm2");
        assertThat(EngineCheck.languageModel(model)).isEqualTo(expected);
    }

    @Test
    void look_classPathWithLibtorch_tellsItsVersionAndWhatIsMissing() {
        List<Finding> found = LibraryCheck.look("/m2/ai/djl/api/0.35.1/api-0.35.1.jar"
                + ":/m2/ai/djl/pytorch/pytorch-native-cu128/2.7.1/pytorch-native-cu128-2.7.1-linux-x86_64.jar");

        assertThat(found)
                .contains(
                        Finding.fine("DJL", "0.35.1"),
                        Finding.fine("libtorch", "2.7.1"),
                        Finding.needed("IJava", "not on the class path", "environment/run"));
    }

    @Test
    void look_ownClassPath_hasEveryLibrary() {
        assertThat(LibraryCheck.look()).allMatch(finding -> finding.weight() == Finding.Weight.FINE);
    }

    @Test
    void look_thisMachine_tellsSixThings() throws IOException {
        assertThat(MachineCheck.look())
                .extracting(Finding::subject)
                .containsExactly("system", "Java", "processors", "memory", "disk", "cache");
    }

    @Test
    void atLeast_tooLittle_saysHowMuchIsAdvised() {
        assertThat(MachineCheck.atLeast("disk", 1L << 30, 2L << 30, "free some"))
                .isEqualTo(Finding.optional("disk", "1.0 GiB, advised 2 GiB", "free some"));
    }

    @Test
    void cache_thatCannotBeWritten_isNeeded(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Finding found = MachineCheck.cache(file.resolve("cache"));
        assertThat(found.weight()).isEqualTo(Finding.Weight.NEEDED);
        assertThat(found.found()).startsWith(file.resolve("cache") + " cannot be written: ");
        assertThat(found.mend()).isEqualTo("set HELPSTEER_CACHE to a folder that can be written");
    }

    /** A folder that is there and takes no file, as one on a read-only disk: nobody, root included, makes a file in /proc. */
    @Test
    void cache_folderThatTakesNoFile_isNeeded() {
        Path proc = Path.of("/proc");
        assumeThat(proc.resolve("self")).as("a system with /proc").exists();
        Finding found = MachineCheck.cache(proc);
        assertThat(found.weight()).isEqualTo(Finding.Weight.NEEDED);
        assertThat(found.found()).startsWith("/proc cannot be written: ");
        assertThat(found.mend()).isEqualTo("set HELPSTEER_CACHE to a folder that can be written");
    }

    @Test
    void cache_thatCanBeWritten_tellsItsRoomAndStaysEmpty(@TempDir Path folder) throws IOException {
        assertThat(MachineCheck.cache(folder.resolve("new")).found()).matches(".*/new, [\\d.]+ GiB.* free");
        assertThat(folder.resolve("new")).isEmptyDirectory();
    }

    @Test
    void look_folderWithAPartOfAnOfficialFile_countsItsRowsAndSaysThatItIsNotWhole(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("helpsteer2/train.jsonl.gz");
        Files.createDirectories(folder.resolve("helpsteer2"));
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write("{}\n{}\n".getBytes(StandardCharsets.UTF_8));
        }

        List<Finding> found = DataCheck.look(new DataHome(folder, DataHome.Kind.OFFICIAL));

        assertThat(found).hasSize(2);
        assertThat(found.get(1).weight()).isEqualTo(Finding.Weight.OPTIONAL);
        assertThat(found.get(1).found())
                .startsWith("helpsteer2/train.jsonl.gz, 2 rows, SHA-256 ")
                .endsWith(", not the official file of 20,324 rows");
    }

    @Test
    void look_truncatedGzip_isOneFindingAndTheOtherFilesFollow(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("{}\n{}\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.createDirectories(folder.resolve("helpsteer1"));
        Path broken = folder.resolve("helpsteer1/train.jsonl.gz");
        Files.write(broken, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 6));
        Files.createFile(folder.resolve("helpsteer1/validation.jsonl"));
        write(folder, "helpsteer2/human_ratings_3005_with_lengths.csv", "a,b\n1,2\n");
        write(folder, "rewardbench-leaderboard/rewardbench_v1_scores.csv", "a,b\n1\n");

        List<Finding> found = DataCheck.look(new DataHome(folder, DataHome.Kind.OFFICIAL));

        assertThat(found).hasSize(5);
        assertThat(found.get(1))
                .isEqualTo(Finding.needed(
                        "file",
                        "helpsteer1/train.jsonl.gz, damaged: gzip stream must be complete, got its end too early",
                        "rm '" + broken + "' && environment/helpsteer fetch helpsteer1"));
        assertThat(found.get(2).found())
                .isEqualTo("helpsteer1/validation.jsonl, damaged: file must hold rows, got an empty file");
        assertThat(found.get(3).weight()).isEqualTo(Finding.Weight.FINE);
        assertThat(found.get(3).found()).startsWith("helpsteer2/human_ratings_3005_with_lengths.csv, 1 rows, SHA-256 ");
        assertThat(found.get(4).found())
                .endsWith("damaged: rewardbench_v1_scores.csv:2: row must have 2 fields, as the header, got 1");
    }

    @Test
    void look_ownSample_listsEveryTableWithItsRows() {
        assertThat(DataCheck.look(DataHome.sample()))
                .allMatch(finding -> finding.weight() == Finding.Weight.FINE)
                .extracting(Finding::found)
                .anyMatch(text -> text.startsWith("helpsteer2/train.jsonl, "))
                .anyMatch(text -> text.startsWith("rewardbench-v1/filtered.jsonl, "))
                .anyMatch(text -> text.startsWith("rewardbench-v2/test.jsonl, "));
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    @Test
    void look_emptyFolder_saysWhatToFetch(@TempDir Path folder) {
        assertThat(DataCheck.look(new DataHome(folder, DataHome.Kind.OFFICIAL)))
                .contains(
                        Finding.optional("files", "none of the known names", "environment/helpsteer fetch helpsteer2"));
    }
}
