package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.reward.folder.DecoderArtefact;
import helpsteer.reward.folder.MergedDecoder;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.folder.RewardArtefact;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that were changed after they were saved, of each kind: none opens, and each says why. */
class ArtefactRefusalTest {
    private static final String ORDER =
            "attributes must be [helpfulness, correctness, coherence, complexity, verbosity]"
                    + " in this order, got [\"correctness\",\"helpfulness\",\"coherence\",\"complexity\",\"verbosity\"]";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path saved;

    private final Path root;
    private final Path encoder;
    private final Path adapters;
    private final Path merged;

    ArtefactRefusalTest(@TempDir Path root) {
        this.root = root;
        encoder = root.resolve("encoder");
        adapters = root.resolve("adapters");
        merged = root.resolve("merged");
    }

    @BeforeAll
    static void save() {
        try (RewardModel first = SavedFolders.encoder(saved.resolve("hub"), Pooling.MEAN_POOL);
                RewardModel second = SavedFolders.decoder()) {
            RewardArtefact.save(first, saved.resolve("encoder"));
            DecoderArtefact.save(second, saved.resolve("adapters"));
            MergedDecoder.save(second, saved.resolve("merged"));
        }
    }

    @AfterAll
    static void opensUnchanged() {
        for (String name : List.of("encoder", "adapters", "merged")) {
            open(saved.resolve(name)).close();
        }
    }

    @BeforeEach
    void copy() throws IOException {
        for (Path folder : List.of(encoder, adapters, merged)) {
            copyAll(saved.resolve(String.valueOf(folder.getFileName())), Files.createDirectories(folder));
        }
    }

    /** So that what stands behind the hashes is reached. */
    private void withoutHashes() throws IOException {
        SavedFolders.withoutHashes(encoder, 2);
        SavedFolders.withoutHashes(adapters, 1);
        SavedFolders.withoutHashes(merged, 1);
    }

    private static RewardModel open(Path folder) {
        return ModelFolder.open(folder, Optional.of(SavedFolders.LLAMA)).model();
    }

    private static void refused(Path folder, String message) {
        assertThatThrownBy(() -> open(folder).close())
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(message);
    }

    private static void change(Path file, Consumer<List<StoredTensor>> change) throws IOException {
        List<StoredTensor> all = new ArrayList<>();
        for (StoredTensor tensor : Safetensors.read(file).all()) {
            all.add(StoredTensor.of(tensor.name(), tensor.shape(), tensor.floats()));
        }
        change.accept(all);
        Safetensors.write(file, all, Map.of("format", "pt"));
    }

    private Path weights(Path folder) {
        return folder.resolve(
                folder.equals(encoder)
                        ? "head.safetensors"
                        : folder.equals(adapters) ? "adapter_model.safetensors" : "model.safetensors");
    }

    private static void remove(List<StoredTensor> all, String end) {
        assertThat(all.removeIf(t -> t.name().endsWith(end))).isTrue();
    }

    private static void add(List<StoredTensor> all, String name) {
        all.add(StoredTensor.of(name, List.of(1L), new float[1]));
    }

    @Test
    void open_attributesInAnotherOrder_isRefused() throws IOException {
        for (Path folder : List.of(encoder, adapters, merged)) {
            Path reward = folder.resolve("reward.json");
            Files.writeString(
                    reward,
                    Files.readString(reward)
                            .replace("\"helpfulness\", \"correctness\"", "\"correctness\", \"helpfulness\""));
            refused(folder, ORDER);
        }
    }

    @Test
    void open_headMissing_isRefused() throws IOException {
        withoutHashes();
        for (Path folder : List.of(encoder, adapters, merged)) {
            change(weights(folder), all -> remove(all, "score.weight"));
        }
        String rule = "weights must hold score.weight, got %d other tensors; check that the file belongs to this model";
        refused(encoder, String.format(rule, 38));
        refused(adapters, String.format(rule, 28));
        refused(merged, String.format(rule, 20));
    }

    @Test
    void open_headExtra_isRefused() throws IOException {
        withoutHashes();
        change(weights(adapters), all -> add(all, "base_model.model.score.bias"));
        refused(adapters, "score.bias must have shape [5], got [1]; check that the config belongs to these weights");
        change(weights(merged), all -> add(all, "score.bias"));
        refused(merged, "score.bias must have shape [5], got [1]; check that the config belongs to these weights");
    }

    @Test
    void open_fileCutShort_isRefused() throws IOException {
        withoutHashes();
        for (Path folder : List.of(encoder, adapters, merged)) {
            Path file = weights(folder);
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length - 40));
            String name = String.valueOf(file.getFileName());
            assertThatThrownBy(() -> open(folder).close())
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessageMatching(name + ": .*");
        }
    }

    @Test
    void open_probeThatDiffers_isRefused() throws IOException {
        withoutHashes();
        for (Path folder : List.of(adapters, merged)) {
            change(
                    weights(folder),
                    all -> all.replaceAll(t -> {
                        float[] values = t.floats();
                        if (t.name().endsWith("score.weight")) {
                            values[0] += 1;
                        }
                        return StoredTensor.of(t.name(), t.shape(), values);
                    }));
            assertThatThrownBy(() -> open(folder).close())
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessageMatching(
                            "probe 0 must score -?[\\d.]+ on helpfulness as when it was saved, got -?[\\d.]+;"
                                    + " a file of the folder was changed");
        }
        Path reward = encoder.resolve("reward.json");
        String json = Files.readString(reward);
        int at = json.indexOf("\"probes\"");
        int number = json.indexOf("[ [ ", at) + 4;
        String first = json.substring(number, json.indexOf(',', number));
        Files.writeString(reward, json.substring(0, number) + "9.0" + json.substring(number + first.length()));
        refused(
                encoder,
                "probe 0 must score 9.0 on helpfulness as when it was saved, got " + first
                        + "; a file of the folder was changed");
    }

    @Test
    void open_anyFileChangedOrMissing_isRefusedByName() throws IOException {
        for (Path folder : List.of(encoder, adapters, merged)) {
            List<Path> files;
            try (var all = Files.list(folder)) {
                files = all.filter(f -> !f.endsWith("reward.json")).toList();
            }
            assertThat(files).hasSizeGreaterThan(3);
            for (Path file : files) {
                byte[] good = Files.readAllBytes(file);
                byte[] bad = Arrays.copyOf(good, good.length);
                bad[good.length - 2] ^= 1;
                String name = folder.getFileName() + "/" + file.getFileName();
                Files.write(file, bad);
                refused(
                        folder,
                        name + " must be as saved, got another; copy the whole folder again or save the model anew");
                Files.delete(file);
                refused(
                        folder,
                        name + " must be as saved, got none; copy the whole folder again or save the model anew");
                Files.write(file, good);
            }
        }
    }

    @Test
    void open_savedBeforeFilesWereHashed_opensAndScoresAsThen() throws IOException {
        Path old = SavedFolders.GOLDEN.resolve("before-hashes");
        for (String name : List.of("encoder", "adapters", "merged")) {
            Path folder = Files.createDirectories(root.resolve("old-" + name));
            copyAll(old.resolve(name), folder);
            if (name.equals("encoder")) {
                Files.copy(SavedFolders.TINY_TOKENIZER, folder.resolve("tokenizer.json"));
            } else {
                for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
                    Files.copy(SavedFolders.LLAMA.resolve(file), folder.resolve(file));
                }
            }
            try (RewardModel before = open(folder);
                    RewardModel now = open(saved.resolve(name))) {
                assertThat(before.fingerprint()).isEqualTo(now.fingerprint());
            }
            assertThat(ModelFolder.notes(folder).weights()).isEqualTo(AttributeWeights.LLAMA3_70B);
        }
    }

    @Test
    void load_anotherKindThanAskedFor_isRefused() {
        assertThatThrownBy(() -> ModelFolder.load(adapters, null))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("adapters must hold encoder, got adapters; name a folder of that kind, or the base of the"
                        + " adapters");
        assertThatThrownBy(() -> ModelFolder.load(merged, null))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("merged must hold encoder, got decoder; name a folder of that kind");
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
