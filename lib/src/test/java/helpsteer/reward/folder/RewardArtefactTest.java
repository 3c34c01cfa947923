package helpsteer.reward.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.RewardModel;
import helpsteer.reward.SavedFolders;
import helpsteer.reward.TinyModels;
import helpsteer.run.Hash;
import helpsteer.text.PromptResponse;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardArtefactTest {
    private static final List<PromptResponse> TEXTS = HelpSteer2.samples(TinyModels.pairs(5, 3)).stream()
            .map(PromptResponse::of)
            .toList();

    private final Path folder;
    private final Path weights;
    private final Path reward;

    RewardArtefactTest(@TempDir Path root) {
        folder = root.resolve("model");
        weights = folder.resolve("model.safetensors");
        reward = folder.resolve("reward.json");
    }

    @BeforeEach
    void save() {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1)) {
            RewardArtefact.save(model, folder);
        }
    }

    private void refused(String message) {
        assertThatThrownBy(() -> ModelFolder.load(folder, null))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContaining(message);
    }

    private void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void load_savedModel_scoresTheSameBitByBitAndSavesTheSameBytes() throws IOException {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1);
                RewardModel loaded = ModelFolder.load(folder, null)) {
            assertThat(loaded.score(TEXTS)).isEqualTo(model.score(TEXTS));
            assertThat(loaded.fingerprint()).isEqualTo(model.fingerprint());
            assertThat(loaded.body().settings()).isEqualTo(model.body().settings());
            Path again = folder.resolveSibling("again");
            RewardArtefact.save(loaded, again);
            assertThat(Files.readString(reward))
                    .contains("\"format\" : 3")
                    .contains(Hash.ofFile(weights))
                    .contains(Hash.ofFile(folder.resolve("tokenizer.json")));
            for (String name : List.of("model.safetensors", "tokenizer.json", "reward.json")) {
                assertThat(again.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
            }
            RewardArtefact.save(loaded, folder); // over its own files
        }
        ModelFolder.load(folder, null).close();
    }

    @Test
    void load_headLost_isRefused() throws IOException {
        withoutHashes();
        rewrite(all -> all.removeIf(t -> t.name().equals("score.weight")));
        refused("weights must hold score.weight, got 38 other tensors; check that the file belongs to this model");
    }

    @Test
    void load_anyFileOrSettingChanged_isRefusedByName() throws IOException {
        String good = Files.readString(reward);
        replace(reward, "\"maxTokens\" : 32", "\"maxTokens\" : 511");
        refused(
                "the settings in reward.json must be as saved, got another; copy the whole folder again or save the model anew");
        Files.writeString(reward, good);
        rewrite(all -> all.add(StoredTensor.of("lm_head.weight", List.of(1L), new float[1])));
        refused(
                "model/model.safetensors must be as saved, got another; copy the whole folder again or save the model anew");
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages }}");
        refused("model/chat_template.jinja must be as saved, got a new one");
    }

    /** One bit of a row of the word embeddings that no probe text reads. */
    @Test
    void load_oneBitOfTheWeightsFlipped_isRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        refused("model/model.safetensors must be as saved, got another");
    }

    @Test
    void load_fileOfTheUser_doesNotMatter() throws IOException {
        Files.writeString(folder.resolve("README.md"), "a card");
        Files.writeString(folder.resolve("result.json"), "{}");
        ModelFolder.load(folder, null).close();
    }

    @Test
    void load_headZeroedOrNaN_isRefused() throws IOException {
        withoutHashes();
        for (float value : new float[] {0, Float.NaN}) {
            float[] values = new float[5];
            Arrays.fill(values, value);
            rewrite(all -> all.replaceAll(
                    t -> t.name().equals("score.bias") ? StoredTensor.of("score.bias", List.of(5L), values) : t));
            refused(
                    Float.isNaN(value)
                            ? "score.bias must hold finite numbers, got NaN at [0]"
                            : "as when it was saved");
        }
    }

    /** The folder as the version before hashes wrote it. */
    private void withoutHashes() throws IOException {
        SavedFolders.withoutHashes(folder, 2);
    }

    private interface Change {
        void apply(List<StoredTensor> all);
    }

    private void rewrite(Change change) throws IOException {
        List<StoredTensor> all = new ArrayList<>(Safetensors.read(weights).all());
        change.apply(all);
        Safetensors.write(weights, all, Map.of());
    }

    @Test
    void load_tokenizerChangedMissingOrBroken_isRefused() throws IOException {
        Path tokenizer = folder.resolve("tokenizer.json");
        String text = Files.readString(tokenizer);
        String described = Files.readString(reward);
        Files.writeString(tokenizer, text + " ");
        refused("model/tokenizer.json must be as saved, got another");
        Files.delete(tokenizer);
        refused("model/tokenizer.json must be as saved, got none");
        assertThat(described).contains("tokenizer.json");
        withoutHashes();
        Files.writeString(tokenizer, swapped(text, "\"model\":", "\"answer\":"));
        refused("a file of the folder was changed");
        Files.writeString(tokenizer, "{}");
        refused("tokenizer.json must be a tokenizer.json");
        Files.delete(tokenizer);
        refused("tokenizer.json must be a tokenizer.json");
    }

    /** Two words change places in the vocabulary. */
    private static String swapped(String text, String a, String b) {
        int vocabulary = text.indexOf("\"vocab\"");
        String head = text.substring(0, vocabulary);
        return head
                + text.substring(vocabulary).replace(a, "\"@\":").replace(b, a).replace("\"@\":", b);
    }

    @Test
    void load_attributesInAnotherOrder_isRefused() throws IOException {
        replace(reward, "\"helpfulness\", \"correctness\"", "\"correctness\", \"helpfulness\"");
        refused("attributes must be [helpfulness, correctness, coherence, complexity, verbosity] in this order, got"
                + " [\"correctness\",\"helpfulness\",\"coherence\",\"complexity\",\"verbosity\"]");
    }

    @Test
    void load_descriptionChanged_isRefused() throws IOException {
        withoutHashes();
        String good = Files.readString(reward);
        replace(reward, "\"heads\" : 2", "\"heads\" : 4");
        refused("a file of the folder was changed");
        Files.writeString(reward, good.replace("\"format\" : 2", "\"format\" : 4"));
        refused("reward.json: format must be one of [1, 2, 3], got \"4\"; save the model again with this version");
        Files.writeString(reward, good.replace("\"readOut\"", "\"other\""));
        refused("reward.json must be what save wrote: ");
        Files.writeString(reward, good.replace("\"MEAN_POOL\"", "null"));
        refused("reward.json must be what save wrote: ");
        Files.writeString(reward, good.replace("\"shape\"", "\"other\""));
        refused("reward.json must hold shape, got none; save the model again");
        Files.writeString(reward, good.replace("\"probes\"", "\"other\""));
        refused("probe 0 must score NaN");
        Files.writeString(reward, good.substring(0, 40));
        refused("reward.json must be what save wrote: ");
        Files.writeString(reward, "");
        refused("reward.json must be what save wrote: No content to map due to end-of-input");
        Files.writeString(reward, "{}");
        refused("reward.json: format must be one of [1, 2, 3], got \"\"");
    }

    @Test
    void load_cutShort_isRefused() throws IOException {
        Files.delete(weights);
        refused("model/model.safetensors must be as saved, got none");
        withoutHashes();
        refused("model must hold model.safetensors, got none; copy the whole folder again or save the model anew");
        Files.delete(reward);
        assertThat(ModelFolder.isSaved(folder)).isFalse();
        refused("model must hold reward.json, got none; the model was never saved whole, so train it again");
    }
}
