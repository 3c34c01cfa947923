package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.folder.DecoderArtefact;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.optim.Schedule;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny sequence classifier with adapters, against PEFT's own; {@code golden/decoder/make_reward.py} says how. */
class DecoderRewardTest {
    private static final Path GOLDEN = Path.of("lib/src/test/resources/golden/decoder/reward");
    private static final List<PromptResponse> TEXTS = new ArrayList<>();
    private static final JsonNode SCORES = scores();

    @TempDir
    private Path folder = Path.of("");

    private static JsonNode scores() {
        try {
            JsonNode golden =
                    new ObjectMapper().readTree(GOLDEN.resolve("scores.json").toFile());
            for (JsonNode text : golden.path("texts")) {
                TEXTS.add(new PromptResponse(
                        Prompt.ofUser(text.get(0).asText()), text.get(1).asText()));
            }
            return golden.path("scores");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PretrainedDecoder base() {
        return PretrainedDecoder.open(GOLDEN.resolve("base"));
    }

    private static RewardModel trainable(double dropout) {
        InputConfig input = InputConfig.decoder()
                .withMaxTokens(256)
                .withOptions(Decoder.Options.defaults().withLora(new Lora(4, 8, dropout, Lora.MODULES)));
        return RewardModel.of(base(), input, new LinearHead(new double[5][16], new double[5]), new Seed(2));
    }

    private static List<RatedResponse> rows() {
        List<RatedResponse> rows = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int level = i % 5;
            String response = "word ".repeat(1 + 4 * level) + "and " + i;
            rows.add(new RatedResponse(
                    Prompt.ofUser("Question " + i + "?"), response, new Ratings(level, level, 4, 1, level)));
        }
        return rows;
    }

    @Test
    void loadPeft_foldersOfPython_scoreAsPython() {
        InputConfig input = InputConfig.decoder().withMaxTokens(256);
        try (RewardModel model = DecoderArtefact.loadPeft(GOLDEN.resolve("adapter"), base(), input)) {
            List<AttributeScores> scores = model.score(TEXTS);
            assertThat(scores).hasSize(5);
            for (int i = 0; i < scores.size(); i++) {
                for (Attribute a : Attribute.values()) {
                    assertThat(scores.get(i).of(a))
                            .isCloseTo(SCORES.get(i).get(a.index()).asDouble(), within(1e-5));
                }
            }
        }
    }

    @Test
    void run_adapters_learnRatingsAndLeaveTheBaseAlone() {
        try (RewardModel model = trainable(0)) {
            float[] before =
                    model.parameters().get("model.layers.0.mlp.up_proj.weight").toFloatArray();
            TrainingResult result = TinyModels.train(
                    new TrainingArgs(20, 8, 1e-2, Schedule.Shape.CONSTANT, new Seed(1)), model, rows());
            assertThat(result.bestLoss())
                    .isLessThan(0.3 * result.validations().get(0).loss());
            assertThat(model.parameters()
                            .get("model.layers.0.mlp.up_proj.weight")
                            .toFloatArray())
                    .isEqualTo(before);
        }
    }

    /** The same run with and without activation checkpointing, dropout on. */
    @Test
    void run_checkpointing_changesNothing() {
        List<TrainingResult> results = new ArrayList<>();
        for (boolean checkpointing : new boolean[] {false, true}) {
            Decoder.Options options = Decoder.Options.defaults().withLora(new Lora(4, 8, 0.1, Lora.MODULES));
            InputConfig input = InputConfig.decoder()
                    .withMaxTokens(256)
                    .withOptions(checkpointing ? options.withCheckpointing() : options);
            try (RewardModel model =
                    RewardModel.of(base(), input, new LinearHead(new double[5][16], new double[5]), new Seed(2))) {
                results.add(TinyModels.train(
                        new TrainingArgs(2, 8, 1e-3, Schedule.Shape.CONSTANT, new Seed(1)), model, rows()));
            }
        }
        for (int i = 0; i < results.get(0).steps().size(); i++) {
            double plain = results.get(0).steps().get(i).loss();
            assertThat(results.get(1).steps().get(i).loss()).isCloseTo(plain, within(1e-6 * Math.abs(plain)));
            double norm = results.get(0).steps().get(i).gradientNorm();
            assertThat(results.get(1).steps().get(i).gradientNorm()).isCloseTo(norm, within(1e-6 * norm));
        }
    }

    @Test
    void load_savedModel_scoresTheSame() {
        try (RewardModel model = trainable(0.1)) {
            TinyModels.train(new TrainingArgs(2, 8, 1e-2, Schedule.Shape.CONSTANT, new Seed(1)), model, rows());
            DecoderArtefact.save(model, folder);
            try (RewardModel loaded = ModelFolder.load(folder, base())) {
                assertThat(loaded.score(TEXTS)).isEqualTo(model.score(TEXTS));
                assertThat(loaded.fingerprint()).isEqualTo(model.fingerprint());
            }
        }
    }

    @Test
    void load_headLostExtraTensorOrOtherBase_isRefused() throws IOException {
        try (RewardModel model = trainable(0)) {
            DecoderArtefact.save(model, folder);
        }
        SavedFolders.withoutHashes(folder, 1);
        Path weights = folder.resolve("adapter_model.safetensors");
        List<StoredTensor> all = List.copyOf(Safetensors.read(weights).all());
        Safetensors.write(
                weights,
                all.stream().filter(t -> !t.name().endsWith("score.weight")).toList(),
                Map.of());
        refused("weights must hold score.weight, got 28 other tensors; check that the file belongs to this model");
        List<StoredTensor> more = new ArrayList<>(all);
        more.add(StoredTensor.of("base_model.model.lm_head.lora_A.weight", List.of(1L), new float[1]));
        Safetensors.write(weights, more, Map.of());
        refused("adapters must belong to the model, got lm_head.lora_A.weight besides");
        Safetensors.write(weights, all, Map.of());
        Path config = folder.resolve("reward.json");
        Files.writeString(config, Files.readString(config).replace("\"base\" : \"llama-", "\"base\" : \"other-"));
        assertThatThrownBy(() -> ModelFolder.load(folder, base()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("reward.json: base must be " + base().id() + " as given, got other-");
        Files.delete(config);
        refused(folder.getFileName() + " must hold reward.json, got none; the model was never saved whole,"
                + " so train it again");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> ModelFolder.load(folder, base()).close())
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(message);
    }

    @Test
    void loadPeft_missingAdapterOrPickle_isRefused() throws IOException {
        try (RewardModel model = trainable(0)) {
            DecoderArtefact.save(model, folder);
        }
        Path weights = folder.resolve("adapter_model.safetensors");
        List<StoredTensor> all = List.copyOf(Safetensors.read(weights).all());
        Safetensors.write(
                weights,
                all.stream()
                        .filter(t -> !t.name().contains("layers.1.mlp.up_proj"))
                        .toList(),
                Map.of());
        assertThatThrownBy(() -> DecoderArtefact.loadPeft(folder, base(), InputConfig.decoder()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("adapters must hold model.layers.1.mlp.up_proj.lora_A.weight, got 27 other tensors;"
                        + " save them again");
        Files.move(weights, folder.resolve("adapter_model.bin"));
        assertThatThrownBy(() -> DecoderArtefact.loadPeft(folder, base(), InputConfig.decoder()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(
                        "adapters must be safetensors, got adapter_model.bin, a pickle, which can run code when it is"
                                + " opened; load it once with Python's PEFT and save it by save_pretrained");
    }

    @Test
    void save_encoderOrNoAdapters_isRefused() {
        try (RewardModel encoder = TinyModels.model(TinyModels.backbone(2), 0);
                RewardModel decoder = RewardModel.headless(base(), InputConfig.decoder())) {
            for (RewardModel model : List.of(encoder, decoder)) {
                assertThatThrownBy(() -> DecoderArtefact.save(model, folder))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("this artefact must be of a decoder with adapters, got another model;"
                                + " train it with Lora");
            }
        }
    }

    @Test
    void of_headWithIntercept_isRefused() {
        LinearHead head = new LinearHead(new double[5][16], new double[] {0, 1, 0, 0, 0});
        assertThatThrownBy(() -> RewardModel.of(base(), InputConfig.decoder(), head, new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("intercepts must be 0 for a decoder's head, got 1.0;"
                        + " fit it with Ridge.choosingWithoutIntercept");
    }

    /** The long text comes first when scoring, so each is also scored beside longer ones. */
    @Test
    void score_aloneOrTogether_agrees() {
        try (RewardModel model = trainable(0)) {
            TinyModels.train(new TrainingArgs(1, 8, 1e-2, Schedule.Shape.CONSTANT, new Seed(1)), model, rows());
            List<AttributeScores> together = model.score(TEXTS);
            for (int i = 0; i < TEXTS.size(); i++) {
                AttributeScores alone = model.score(List.of(TEXTS.get(i))).get(0);
                for (Attribute a : Attribute.values()) {
                    assertThat(together.get(i).of(a)).isCloseTo(alone.of(a), within(1e-5));
                }
            }
        }
    }
}
