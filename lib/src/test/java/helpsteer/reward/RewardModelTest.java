package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.nn.encoder.Encoder;
import helpsteer.nn.encoder.EncoderInput;
import helpsteer.text.EncodedPair;
import helpsteer.text.PairEncoding;
import helpsteer.text.PromptResponse;
import helpsteer.text.Tokenizer;
import helpsteer.weights.Safetensors;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewardModelTest {
    private static final Path GOLDEN = Path.of("lib/src/test/resources/golden/encoder");
    private static final List<PromptResponse> TEXTS = new ArrayList<>();

    @BeforeAll
    static void readTexts() throws IOException {
        JsonNode golden =
                new ObjectMapper().readTree(GOLDEN.resolve("minilm_texts.json").toFile());
        for (JsonNode text : golden.get("texts")) {
            TEXTS.add(new PromptResponse(
                    Prompt.ofUser(text.get(0).asText()), text.get(1).asText()));
        }
    }

    @Test
    void forward_twentyTexts_equalsOnnxruntime() throws IOException {
        TensorMap golden = Safetensors.read(GOLDEN.resolve("minilm.safetensors"));
        PretrainedEncoder backbone = PretrainedEncoder.miniLm();
        try (Tokenizer tokenizer = new Tokenizer(backbone.tokenizer());
                NDManager manager = Torch.newManager();
                Encoder encoder =
                        new Encoder(backbone.shape(), backbone.weights(), new Parameters(manager), manager, 0.1)) {
            List<EncodedPair> encoded = new PairEncoding(tokenizer, 512).encodeAll(TEXTS);
            double worst = 0;
            for (int i = 0; i < TEXTS.size(); i++) {
                EncoderInput input = EncoderInput.of(List.of(encoded.get(i)), manager);
                NDArray hidden = encoder.forward(input.ids(), input.types(), input.keep(), false);
                float[] expected = golden.require(
                                String.format("hidden.%02d", i),
                                List.of((long) encoded.get(i).length(), 384L))
                        .floats();
                float[] actual = hidden.toFloatArray();
                for (int k = 0; k < expected.length; k++) {
                    worst = Math.max(worst, Math.abs(expected[k] - actual[k]));
                }
            }
            assertThat(worst).isLessThan(1e-4).isGreaterThan(0);
        }
    }

    /** Forty texts of 4 to about 130 tokens, each scored alone, in sevens, in thirty-twos and all at once. */
    @ParameterizedTest
    @EnumSource(value = Pooling.class, names = "POOLER", mode = EnumSource.Mode.EXCLUDE) // MiniLM has no pooler
    void score_batchesOf1And7And32AndAll_agree(Pooling readOut) {
        List<PromptResponse> texts = new ArrayList<>(TEXTS);
        for (int i = 0; i < 20; i++) {
            texts.add(new PromptResponse(Prompt.ofUser("Go on " + i), "The sea is wide. ".repeat(i * i / 15)));
        }
        InputConfig config = InputConfig.encoder().withPooling(readOut);
        try (RewardModel model = RewardModel.of(PretrainedEncoder.miniLm(), config, TinyModels.head(3, 384))) {
            List<AttributeScores> together = model.score(texts);
            double spread = together.stream()
                            .mapToDouble(AttributeScores::helpfulness)
                            .max()
                            .orElseThrow()
                    - together.stream()
                            .mapToDouble(AttributeScores::helpfulness)
                            .min()
                            .orElseThrow();
            assertThat(spread).isGreaterThan(0.1);
            for (int size : new int[] {1, 7, 32}) {
                double worst = 0;
                for (int from = 0; from < texts.size(); from += size) {
                    List<PromptResponse> part = texts.subList(from, Math.min(texts.size(), from + size));
                    List<AttributeScores> scores = model.score(part);
                    for (int i = 0; i < part.size(); i++) {
                        for (Attribute a : Attribute.values()) {
                            worst = Math.max(
                                    worst,
                                    Math.abs(scores.get(i).of(a)
                                            - together.get(from + i).of(a)));
                        }
                    }
                }
                assertThat(worst).as(readOut + " in batches of " + size).isLessThan(2e-5);
            }
        }
    }

    @Test
    void readOuts_threeTokensAndPadding_byHand() {
        try (NDManager manager = Torch.newManager();
                TorchScript head = TorchScript.load(manager, "head", Map.of())) {
            NDArray hidden = manager.create(new float[] {1, 2, 3, 4, 5, 9, 7, 8, 90, 91, 92, 93}, new Shape(2, 3, 2));
            NDArray keep = manager.create(new float[] {1, 1, 1, 1, 0, 0}, new Shape(2, 3));
            assertThat(head.call("mean_pool", hidden, keep).toFloatArray()).containsExactly(3, 5, 7, 8);
            assertThat(head.call("first_token", hidden, keep).toFloatArray()).containsExactly(1, 2, 7, 8);
            assertThat(head.call("last_token", hidden, keep).toFloatArray()).containsExactly(5, 9, 7, 8);
        }
    }

    @Test
    void score_nothing_isNothing() {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(1), 0)) {
            assertThat(model.score(List.of())).isEmpty();
        }
    }
}
