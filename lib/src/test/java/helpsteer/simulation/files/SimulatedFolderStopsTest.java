package helpsteer.simulation.files;

import static helpsteer.simulation.files.SimulatedFiles.SETTINGS;
import static helpsteer.simulation.files.SimulatedFiles.SOURCE;
import static helpsteer.simulation.files.SimulatedFiles.hashes;
import static helpsteer.simulation.files.SimulatedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.simulation.raters.Raters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulations that were stopped, of other settings, and among other files. */
class SimulatedFolderStopsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void write_interrupted_cannotBeReadAndGoesOnToTheSameBytes() {
        Path whole = folder.resolve("whole");
        write(SETTINGS, whole);
        Path cut = folder.resolve("cut");
        for (String task : List.of("simulating HelpSteer2", "simulating RewardBench 1", "simulating HelpSteer3")) {
            Progress stop = (at, done, total, note) -> {
                if (at.equals(task)) {
                    Thread.currentThread().interrupt();
                }
            };
            assertThatThrownBy(() -> Progress.during(stop, () -> {
                        SimulatedFolder.write(SETTINGS, SOURCE, cut);
                        return "";
                    }))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            assertThat(SimulatedMark.visible(cut)).containsExactly("simulated.json");
            assertThatThrownBy(() -> DataHome.of(cut))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessage("simulated.json:1: simulation must be complete, got one that was stopped; run the same"
                            + " environment/helpsteer simulate again, which goes on");
        }
        write(SETTINGS, cut);
        assertThat(hashes(cut)).isEqualTo(hashes(whole));
        assertThat(cut.resolve(".part")).doesNotExist();
    }

    @Test
    void write_halfAChunkBehindTheLast_isCutOff() throws IOException {
        Path whole = folder.resolve("whole");
        write(SETTINGS, whole);
        Path cut = folder.resolve("cut");
        Progress stop = (at, done, total, note) -> Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Progress.during(stop, () -> {
                    SimulatedFolder.write(SETTINGS, SOURCE, cut);
                    return "";
                }))
                .isInstanceOf(InterruptedException.class);
        Path part = cut.resolve(".part/helpsteer2/train.jsonl.gz");
        Files.write(part, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        write(SETTINGS, cut);
        assertThat(hashes(cut)).isEqualTo(hashes(whole));
    }

    @Test
    void write_partLostAtTheEnd_isRefusedAndMadeAnew() throws IOException {
        Path whole = folder.resolve("whole");
        write(SETTINGS, whole);
        Path cut = folder.resolve("cut");
        Progress stop = (at, done, total, note) -> {
            if (at.equals("simulating HelpSteer3") && done > 0) {
                Thread.currentThread().interrupt();
            }
        };
        assertThatThrownBy(() -> Progress.during(stop, () -> {
                    SimulatedFolder.write(SETTINGS, SOURCE, cut);
                    return "";
                }))
                .isInstanceOf(InterruptedException.class);
        Path state = cut.resolve(".part/state.json");
        Json.save(state, ((ObjectNode) Json.read(state)).put("pass", 4)); // all is written, and no file has its name
        Path part = cut.resolve(".part/helpsteer2/validation.jsonl.gz");
        long length = Files.size(part);
        Files.write(part, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        refusedAsLost(cut, length, String.format(Locale.ROOT, "%,d", length + 3));
        Files.delete(part);
        refusedAsLost(cut, length, "none");
        assertThat(SimulatedMark.visible(cut)).containsExactly("simulated.json");
        try (Stream<Path> all = Files.walk(cut.resolve(".part"))) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        write(SETTINGS, cut);
        assertThat(hashes(cut)).isEqualTo(hashes(whole));
    }

    private static void refusedAsLost(Path cut, long length, String found) {
        assertThatThrownBy(() -> SimulatedFolder.write(SETTINGS, SOURCE, cut))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(String.format(
                        Locale.ROOT,
                        "helpsteer2/validation.jsonl.gz:0: file must have the %,d bytes that were written, got %s;"
                                + " delete the folder .part in cut and run the same again, which writes all files anew",
                        length,
                        found));
    }

    @Test
    void write_otherInventory_isRefused() throws IOException {
        Progress stop = (at, done, total, note) -> Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Progress.during(stop, () -> {
                    SimulatedFolder.write(SETTINGS, SOURCE, folder);
                    return "";
                }))
                .isInstanceOf(InterruptedException.class);
        Path mark = folder.resolve("simulated.json");
        ObjectNode tree = (ObjectNode) Json.read(mark);
        String hash = tree.at("/settings/inventory").asText();
        assertThat(hash).isEqualTo(Hash.ofFile(Path.of("lib/src/main/resources/helpsteer/simulation/world.txt")));
        ((ObjectNode) tree.get("settings")).put("inventory", "of other sentences");
        Json.save(mark, tree);
        assertThatThrownBy(() -> SimulatedFolder.write(SETTINGS, SOURCE, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("simulation must have the settings of " + folder.getFileName()
                        + ", got inventory: of other sentences → " + hash + "; choose another folder");
    }

    @Test
    void write_otherSettings_areRefusedByName() {
        write(SETTINGS, folder);
        SimulationSettings other = SETTINGS.withRaters(Raters.defaults().withLengthBias(0.5));
        assertThatThrownBy(() -> SimulatedFolder.write(other, SOURCE, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("simulation must have the settings of " + folder.getFileName()
                        + ", got raters.lengthBias: 0.0 → 0.5; choose another folder");
    }

    @Test
    void write_folderWithOtherFiles_isRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("helpsteer2"));
        Files.writeString(folder.resolve("helpsteer2/train.jsonl"), "{}");
        assertThatThrownBy(() -> SimulatedFolder.write(SETTINGS, SOURCE, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folder must be new, empty or of this simulation, got helpsteer2/train.jsonl in "
                        + folder.getFileName() + "; choose another folder");
        assertThat(folder.toFile().list()).containsExactly("helpsteer2");
    }

    /** Writing follows links, so the look for other files must. */
    @Test
    void write_linkedFolderWithOtherFiles_isRefusedAndLeftAlone() throws IOException {
        Path official = Files.createDirectories(folder.resolve("official"));
        Files.writeString(
                Files.createDirectories(official.resolve("helpsteer2")).resolve("train.jsonl.gz"), "{}");
        Path link = Files.createSymbolicLink(folder.resolve("link"), official);
        Path half = Files.createDirectories(folder.resolve("half"));
        Files.createSymbolicLink(half.resolve("helpsteer2"), official.resolve("helpsteer2"));
        for (Path each : List.of(link, half)) {
            assertThatThrownBy(() -> SimulatedFolder.write(SETTINGS, SOURCE, each))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("folder must be new, empty or of this simulation, got helpsteer2/train.jsonl.gz in "
                            + each.getFileName() + "; choose another folder");
        }
        assertThat(official.resolve("helpsteer2/train.jsonl.gz")).hasContent("{}");
    }

    @Test
    void of_officialFileAmongSimulated_isRefusedByName() throws IOException {
        write(SETTINGS, folder);
        Files.createDirectories(folder.resolve("helpsteer1"));
        Files.writeString(folder.resolve("helpsteer1/train.jsonl"), "{}");
        assertThatThrownBy(() -> DataHome.of(folder))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(
                        "helpsteer1/train.jsonl:0: file must be one of those that simulated.json lists, got another;"
                                + " keep official and simulated files in different folders");
    }

    @Test
    void write_fullDisk_isOneSentenceAndGoesOn() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Path part = folder.resolve(".part/helpsteer2/train.jsonl.gz");
        Files.createDirectories(part.resolveSibling(""));
        Files.createSymbolicLink(part, full);
        assertThatThrownBy(() -> SimulatedFolder.write(SETTINGS, SOURCE, folder))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot write " + folder + ": No space left on device; what is written is kept, so make room"
                                + " and run the same again");
        assertThat(SimulatedMark.visible(folder)).containsExactly("simulated.json");
        Files.delete(part);
        write(SETTINGS, folder);
        assertThat(HelpSteer2.train(DataHome.of(folder))).hasSize(300);
    }
}
