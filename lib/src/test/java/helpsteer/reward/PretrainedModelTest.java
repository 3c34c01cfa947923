package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Prompt;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.weights.InvalidWeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of one pretrained model holds for encoders and decoders. */
class PretrainedModelTest {
    private static final List<PromptResponse> TEXTS = List.of(
            new PromptResponse(Prompt.ofUser("Why?"), "Because of the rain."),
            new PromptResponse(Prompt.ofUser("How far is the sea?"), "Two hours."));

    static Stream<PretrainedModel> models() {
        return Stream.of(TinyModels.backbone(3), PretrainedModel.open(SavedFolders.LLAMA));
    }

    @Test
    void open_pathOfEitherKind_isOpenedByItsModelType(@TempDir Path folder) throws IOException {
        assertThat(PretrainedModel.open(SavedFolders.hub("bert", folder.resolve("bert"))))
                .isInstanceOf(PretrainedEncoder.class);
        assertThat(PretrainedModel.open(SavedFolders.LLAMA)).isInstanceOf(PretrainedDecoder.class);
    }

    @Test
    void open_pathWithoutModel_isRefusedByName(@TempDir Path folder) {
        assertThatThrownBy(() -> PretrainedModel.open(folder.resolve("none")))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("model must be a folder or a .gguf file that exists, got ");
    }

    @ParameterizedTest
    @MethodSource("models")
    void trunk_ofDefaultInput_givesTheVectorsOfTheFrozenModel(PretrainedModel pretrained) {
        InputConfig input = pretrained.defaultInput().withMaxTokens(64);
        float[][] cached = Vectors.of(pretrained, input).of(TEXTS);
        try (RewardModel model = RewardModel.headless(pretrained, input)) {
            assertThat(model.body().input()).isEqualTo(input);
            assertThat(model.body().width()).isEqualTo(pretrained.width());
            float[][] own = model.embed(TEXTS);
            for (int i = 0; i < own.length; i++) {
                assertThat(own[i]).hasSize(pretrained.width());
                for (int d = 0; d < own[i].length; d++) {
                    assertThat(cached[i][d]).isCloseTo(own[i][d], within(1e-5f));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void mergedWeights_ofAModelWithoutAdapters_areItsParametersWithTheHead(PretrainedModel pretrained) {
        try (RewardModel model = RewardModel.headless(pretrained, pretrained.defaultInput())) {
            assertThat(model.mergedWeights().names())
                    .containsExactlyInAnyOrderElementsOf(model.parameters().names());
            assertThat(model.parameters().names().contains(RewardModel.HEAD_BIAS))
                    .isEqualTo(pretrained.hasIntercept());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void trunk_inputThatTheModelCannotRead_isRefused(PretrainedModel pretrained) {
        InputConfig tooShort = pretrained.defaultInput().withMaxTokens(8).withTemplate(InputConfig.Template.STEERLM);
        assertThatThrownBy(() -> pretrained.trunk(tooShort, new Seed(0))).isInstanceOf(IllegalArgumentException.class);
    }
}
