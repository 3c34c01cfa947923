package helpsteer.reward.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.RewardModel;
import helpsteer.reward.TinyModels;
import helpsteer.run.Progress;
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
        assertThatThrownBy(() -> RewardArtefact.load(folder))
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
                RewardModel loaded = RewardArtefact.load(folder)) {
            assertThat(loaded.score(TEXTS, Progress.SILENT)).isEqualTo(model.score(TEXTS, Progress.SILENT));
            assertThat(loaded.fingerprint()).isEqualTo(model.fingerprint());
            assertThat(loaded.body().settings()).isEqualTo(model.body().settings());
            Path again = folder.resolveSibling("again");
            RewardArtefact.save(loaded, again);
            for (String name : List.of("model.safetensors", "tokenizer.json", "reward.json")) {
                assertThat(again.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
            }
            RewardArtefact.save(loaded, folder); // over its own files
        }
        RewardArtefact.load(folder).close();
    }

    @Test
    void load_headLost_isRefused() throws IOException {
        rewrite(all -> all.removeIf(t -> t.name().equals("score.weight")));
        refused("weights must hold score.weight, got 38 other tensors; check that the file belongs to this model");
    }

    @Test
    void load_extraTensor_isRefused() throws IOException {
        rewrite(all -> all.add(StoredTensor.of("lm_head.weight", List.of(1L), new float[1])));
        refused("weights must belong to the model, got lm_head.weight besides");
    }

    @Test
    void load_headZeroedOrNaN_isRefused() throws IOException {
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
        String good = Files.readString(reward);
        replace(reward, "\"heads\" : 2", "\"heads\" : 4");
        refused("a file of the folder was changed");
        Files.writeString(reward, good.replace("\"format\" : 2", "\"format\" : 3"));
        refused("reward.json must have format 2, got \"3\"; train the model again");
        Files.writeString(reward, good.replace("\"readOut\"", "\"other\""));
        refused("reward.json must be what save wrote: ");
        Files.writeString(reward, good.replace("\"MEAN_POOL\"", "null"));
        refused("reward.json must be what save wrote: ");
        Files.writeString(reward, good.replace("\"shape\"", "\"other\""));
        refused("reward.json must hold shape, got none; train the model again");
        Files.writeString(reward, good.replace("\"probes\"", "\"other\""));
        refused("probe 0 must score NaN");
        Files.writeString(reward, good.substring(0, 40));
        refused("reward.json must be what save wrote: ");
        Files.writeString(reward, "");
        refused("reward.json must be what save wrote: No content");
    }

    @Test
    void load_cutShort_isRefused() throws IOException {
        Files.delete(weights);
        refused("cannot read the model in model: ");
        Files.delete(reward);
        assertThat(RewardArtefact.exists(folder)).isFalse();
        refused("model must hold reward.json, got none; the model was never saved whole, so train it again");
    }
}
