package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.DecoderArtefact;
import helpsteer.reward.folder.MergedDecoder;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.folder.RewardArtefact;
import helpsteer.reward.training.WeightExtrapolation;
import helpsteer.text.PromptResponse;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of transformers here and ours there; {@code golden/artefact/make_goldens.py} says how the scores were made. */
class HubTest {
    private static final String ATTRIBUTES = "[helpfulness, correctness, coherence, complexity, verbosity]";

    private final Path root;

    HubTest(@TempDir Path root) {
        this.root = root;
    }

    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper().readTree(SavedFolders.GOLDEN.resolve(name).toFile());
    }

    private static List<PromptResponse> texts(JsonNode golden) {
        List<PromptResponse> out = new ArrayList<>();
        golden.path("texts")
                .forEach(t -> out.add(new PromptResponse(
                        Prompt.ofUser(t.get(0).asText()), t.get(1).asText())));
        return out;
    }

    private static List<String> labels(JsonNode golden) {
        List<String> out = new ArrayList<>();
        golden.path("labels").forEach(l -> out.add(l.asText()));
        return out;
    }

    private static void assertScores(RewardModel model, JsonNode golden, String name, List<String> labels) {
        List<AttributeScores> scores = model.score(texts(golden));
        assertThat(scores).hasSize(20);
        for (int i = 0; i < scores.size(); i++) {
            for (Attribute a : Attribute.values()) {
                double expected =
                        golden.path(name).get(i).get(labels.indexOf(a.key())).asDouble();
                assertThat(scores.get(i).of(a)).as("text %d, %s", i, a).isCloseTo(expected, within(1e-4));
            }
        }
    }

    private static List<String> ownOrder() {
        return List.of("helpfulness", "correctness", "coherence", "complexity", "verbosity");
    }

    private Path llama() throws IOException {
        Path folder = root.resolve("llama");
        Files.createDirectories(folder);
        for (String file : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(SavedFolders.LLAMA.resolve(file), folder.resolve(file));
        }
        return folder;
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void loadHub_bertOfTransformers_scoresAsTransformersInOurOrder() throws IOException {
        JsonNode golden = golden("hub.json");
        Path folder = SavedFolders.hub("bert", root.resolve("bert"));
        try (RewardModel model = RewardArtefact.loadHub(folder, 32)) {
            assertScores(model, golden, "bert", labels(golden));
            Path saved = root.resolve("saved");
            RewardArtefact.save(model, saved);
            assertThat(saved.resolve("head.safetensors")).doesNotExist();
            try (RewardModel again = ModelFolder.load(saved, null)) {
                assertThat(again.score(texts(golden))).isEqualTo(model.score(texts(golden)));
            }
        }
    }

    @Test
    void loadHub_decodersOfTransformers_scoreAsTransformers() throws IOException {
        JsonNode golden = golden("hub.json");
        InputConfig input = InputConfig.decoder().withMaxTokens(256);
        try (RewardModel qwen = MergedDecoder.loadHub(SavedFolders.hub("qwen2", root.resolve("qwen2")), input)) {
            assertScores(qwen, golden, "qwen2", labels(golden));
        }
        Path folder = llama();
        for (int i = 0; i < 5; i++) {
            replace(
                    folder.resolve("config.json"),
                    "\"" + i + "\": \"LABEL_" + i + "\"",
                    "\"" + i + "\": \"" + ownOrder().get(i) + "\"");
        }
        try (RewardModel model = MergedDecoder.loadHub(folder, input)) {
            assertScores(model, golden, "llama", ownOrder());
        }
    }

    /** The scores of transformers on what this class's code wrote. */
    @Test
    void save_everyReadOutAndMergedDecoder_transformersScoresTheSame() throws IOException {
        JsonNode golden = golden("saved.json");
        for (Pooling readOut : SavedFolders.SAVED) {
            try (RewardModel model = SavedFolders.encoder(root.resolve("hub"), readOut)) {
                assertScores(model, golden, SavedFolders.name(readOut), ownOrder());
            }
        }
        try (RewardModel model = SavedFolders.decoder()) {
            assertScores(model, golden, "merged", ownOrder());
        }
    }

    /** The classifier of transformers, computed here: encoder of more layers, pooler, head. */
    @Test
    void save_meanAndFirstToken_foldersAreStockClassifiers() throws IOException {
        JsonNode golden = golden("saved.json");
        for (Pooling readOut : List.of(Pooling.MEAN_POOL, Pooling.FIRST_TOKEN)) {
            Path folder = root.resolve(readOut.name());
            try (RewardModel model = SavedFolders.encoder(root.resolve("hub"), readOut)) {
                RewardArtefact.save(model, folder);
                try (RewardModel stock = RewardArtefact.loadHub(folder, 32)) {
                    assertScores(stock, golden, SavedFolders.name(readOut), ownOrder());
                }
                try (RewardModel again = ModelFolder.load(folder, null)) {
                    assertThat(again.fingerprint()).isEqualTo(model.fingerprint());
                }
            }
        }
    }

    /** Heads whose rows are of very different lengths, one of them zero, as ridge fits may be. */
    @Test
    void save_meanWithUnevenHead_stockClassifierAgrees() {
        double[][] rows = new double[5][16];
        for (int a = 0; a < 4; a++) {
            for (int d = 0; d < 16; d++) {
                rows[a][d] = Math.pow(10, a - 2) * Math.sin(1 + a * 16 + d);
            }
        }
        PretrainedEncoder backbone = PretrainedEncoder.open(SavedFolders.hub("bert", root.resolve("hub")));
        List<PromptResponse> texts = List.of(
                new PromptResponse(Prompt.ofUser("red blue"), "one"),
                new PromptResponse(Prompt.ofUser("cat"), "good ".repeat(20)));
        try (RewardModel model = RewardModel.of(
                backbone,
                InputConfig.encoder().withMaxTokens(32).withDropout(0),
                new LinearHead(rows, new double[] {0, 1, -1, 2, 3}))) {
            RewardArtefact.save(model, root.resolve("saved"));
            try (RewardModel stock = RewardArtefact.loadHub(root.resolve("saved"), 32)) {
                List<AttributeScores> expected = model.score(texts);
                List<AttributeScores> scores = stock.score(texts);
                for (int i = 0; i < texts.size(); i++) {
                    for (Attribute a : Attribute.values()) {
                        double length = Math.max(1, Math.pow(10, a.index() - 2) * 3);
                        assertThat(scores.get(i).of(a))
                                .isCloseTo(expected.get(i).of(a), within(1e-5 * length));
                    }
                }
            }
        }
    }

    @Test
    void loadHub_otherOutputsOrClass_isRefused() throws IOException {
        Path folder = SavedFolders.hub("bert", root.resolve("bert"));
        Path config = folder.resolve("config.json");
        String good = Files.readString(config);
        replace(config, "\"0\": \"verbosity\"", "\"0\": \"toxicity\"");
        refused(
                folder,
                "config.json: id2label must name " + ATTRIBUTES
                        + " in any order, got [toxicity, helpfulness, coherence,"
                        + " correctness, complexity]; this classifier says something else, or name its outputs there");
        Files.writeString(config, good.replace("\"0\": \"verbosity\",", ""));
        refused(
                folder,
                "config.json: id2label must name " + ATTRIBUTES + " in any order, got [none, helpfulness, coherence,"
                        + " correctness]; this classifier says something else, or name its outputs there");
        Files.writeString(config, good.replace("BertForSequenceClassification", "BertForTokenClassification"));
        refused(
                folder,
                "config.json: architectures must be [BertForSequenceClassification], got"
                        + " [BertForTokenClassification]; another class has another head");
        Files.writeString(config, good);
        Path weights = folder.resolve("model.safetensors");
        List<StoredTensor> all = List.copyOf(Safetensors.read(weights).all());
        Safetensors.write(
                weights, all.stream().filter(t -> !t.name().contains("pooler")).toList(), Map.of());
        refused(
                folder,
                "weights must hold pooler.dense.weight, got 39 other tensors; check that the file belongs to this model");
        Path llama = llama();
        assertThatThrownBy(() -> MergedDecoder.loadHub(llama, InputConfig.decoder()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("config.json: id2label must name " + ATTRIBUTES
                        + " in any order, got [LABEL_0, LABEL_1, LABEL_2, LABEL_3, LABEL_4]; this classifier says"
                        + " something else, or name its outputs there");
    }

    private static void refused(Path folder, String message) {
        assertThatThrownBy(() -> RewardArtefact.loadHub(folder, 32))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(message);
    }

    @Test
    void mergedWeights_adapters_scoreTheSameAndExtrapolate() {
        JsonNode golden;
        try (RewardModel model = SavedFolders.decoder()) {
            golden = golden("saved.json");
            TensorMap merged = model.mergedWeights();
            List<AttributeScores> before = model.score(texts(golden));
            try (RewardModel plain = RewardModel.headless(
                    PretrainedDecoder.open(SavedFolders.LLAMA),
                    InputConfig.decoder().withMaxTokens(256))) {
                plain.parameters().restore(WeightExtrapolation.of(plain.mergedWeights(), merged, 1));
                List<AttributeScores> after = plain.score(texts(golden));
                for (int i = 0; i < before.size(); i++) {
                    assertThat(after.get(i).helpfulness())
                            .isCloseTo(before.get(i).helpfulness(), within(1e-4));
                }
                assertThat(WeightExtrapolation.of(plain.mergedWeights(), merged, 1.52)
                                .names())
                        .isEqualTo(plain.parameters().names());
            }
            assertThat(model.score(texts(golden))).isEqualTo(before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void open_everyKind_tellsWhichItIs() throws IOException {
        AttributeWeights weights = AttributeWeights.LLAMA3_70B;
        Path encoder = root.resolve("encoder");
        Path adapters = root.resolve("adapters");
        Path merged = root.resolve("merged");
        try (RewardModel first = SavedFolders.encoder(root.resolve("hub"), Pooling.FIRST_TOKEN);
                RewardModel second = SavedFolders.decoder()) {
            ArtefactNotes notes = new ArtefactNotes(weights, Optional.empty(), Map.of("pairs", 0.75));
            RewardArtefact.save(first, encoder, notes);
            DecoderArtefact.save(second, adapters, notes);
            MergedDecoder.save(second, merged, notes);
        }
        assertKind(encoder, ModelFolder.Kind.ENCODER);
        assertKind(merged, ModelFolder.Kind.DECODER);
        try (ModelFolder.Opened opened = ModelFolder.open(adapters, Optional.of(SavedFolders.LLAMA))) {
            assertThat(opened.kind()).isEqualTo(ModelFolder.Kind.ADAPTERS);
            assertThat(opened.notes().weights()).isEqualTo(weights);
        }
        try (ModelFolder.Opened opened = ModelFolder.open(SavedFolders.hub("bert", root.resolve("bert")))) {
            assertThat(opened.kind()).isEqualTo(ModelFolder.Kind.HUB_ENCODER);
            assertThat(opened.notes()).isEqualTo(ArtefactNotes.NONE);
        }
        assertThat(ModelFolder.kindOf(SavedFolders.LLAMA)).isEqualTo(ModelFolder.Kind.HUB_DECODER);
        Path nothing = Files.createDirectories(root.resolve("nothing"));
        assertThatThrownBy(() -> ModelFolder.open(nothing))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("nothing must hold reward.json or the config.json of a ForSequenceClassification class, got"
                        + " neither; name the folder of a trained reward model");
    }

    private static void assertKind(Path folder, ModelFolder.Kind kind) {
        try (ModelFolder.Opened opened = ModelFolder.open(folder)) {
            assertThat(opened.kind()).isEqualTo(kind);
            assertThat(opened.notes().weights()).isEqualTo(AttributeWeights.LLAMA3_70B);
            assertThat(opened.notes().metrics()).containsExactly(Map.entry("pairs", 0.75));
        }
    }
}
