package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.align.PolicyStart;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.nn.Precision;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.InputConfig.Template;
import helpsteer.reward.frozen.Vectors;
import helpsteer.reward.training.Initialization;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One record says how encoders, decoders and policies take in texts; what earlier versions stored of it is found again. */
class InputConfigTest {
    private static final PretrainedEncoder ENCODER = TinyModels.backbone(2);
    private static final PretrainedDecoder DECODER =
            PretrainedDecoder.open(Path.of("lib/src/test/resources/golden/decoder/reward/base"));
    private static final InputConfig OF_ENCODER = InputConfig.encoder()
            .withPooling(Pooling.FIRST_TOKEN)
            .withMaxTokens(32)
            .withDropout(0.1);
    private static final Decoder.Options OPTIONS = Decoder.Options.defaults()
            .withPrecision(Precision.BFLOAT16)
            .withCheckpointing()
            .withLora(Lora.defaults());
    private static final InputConfig OF_DECODER = InputConfig.decoder()
            .withTemplate(Template.STEERLM)
            .withMaxTokens(64)
            .withOptions(OPTIONS);
    private static final String STORED_OPTIONS =
            "{\"precision\":\"BFLOAT16\",\"dropout\":0.0,\"checkpointing\":true,\"lora\":{\"rank\":16,\"alpha\":32.0,"
                    + "\"dropout\":0.05,\"targets\":[\"q_proj\",\"k_proj\",\"v_proj\",\"o_proj\",\"gate_proj\","
                    + "\"up_proj\",\"down_proj\"]}}";

    @Test
    void settings_ofEachKindOfModel_areThoseOfEarlierVersions() throws IOException {
        assertThat(Initialization.of(ENCODER, OF_ENCODER).settings())
                .isEqualTo(Json.read("{\"encoding\":2,\"input\":{\"readOut\":\"FIRST_TOKEN\",\"maxTokens\":32,"
                        + "\"dropout\":0.1},\"model\":\"" + ENCODER.id() + "\"}"));
        assertThat(Initialization.of(DECODER, OF_DECODER).settings())
                .isEqualTo(Json.read("{\"encoding\":1,\"input\":{\"template\":\"STEERLM\",\"maxTokens\":64,\"options\":"
                        + STORED_OPTIONS + "},\"model\":\"llama-dd052bf2e185\"}"));
        assertThat(new PolicyStart(DECODER, OF_DECODER, new Seed(3)).settings().path("reading"))
                .isEqualTo(Json.read("{\"format\":\"STEERLM\",\"maxTokens\":64,\"options\":" + STORED_OPTIONS + "}"));
        assertThat(Vectors.of(ENCODER, OF_ENCODER).settings())
                .containsEntry("reading", "first_token, encoding 2")
                .containsEntry("tokens", "32");
        assertThat(Vectors.of(DECODER, OF_DECODER).settings())
                .containsEntry("reading", "STEERLM, bf16, encoding 1")
                .containsEntry("backbone", "llama-dd052bf2e185");
        assertThat(ENCODER.cacheName(OF_ENCODER)).isEqualTo(ENCODER.id() + "-first_token-32-encoding2");
        assertThat(DECODER.cacheName(OF_DECODER)).isEqualTo("llama-dd052bf2e185-steerlm-64-bf16-encoding1");
    }

    @Test
    void fingerprint_ofEachKindOfModel_isThatOfEarlierVersions() {
        try (RewardModel encoder = RewardModel.headless(ENCODER, OF_ENCODER);
                RewardModel decoder =
                        RewardModel.of(DECODER, OF_DECODER, LinearHead.zero(DECODER.width()), new Seed(1))) {
            assertThat(encoder.fingerprint())
                    .isEqualTo("d4f1cf218d63e60849f7ef2f15b86c4d8e38b6352251a6df5e7954fa5e6b98d6");
            assertThat(decoder.fingerprint())
                    .isEqualTo("b68a0688ed549e4692b10b90c4dd325fa2f90f863b02b1efafb7fa056276aa77");
        }
    }

    @Test
    void input_described_isReadAgainEqual() throws IOException {
        assertThat(PretrainedEncoder.input(ENCODER.describe(OF_ENCODER))).isEqualTo(OF_ENCODER);
        assertThatThrownBy(() -> PretrainedEncoder.input(Json.read("{\"readOut\":\"MEAN_POOL\",\"maxTokens\":32}")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("dropout");
    }

    @Test
    void check_whatAModelCannotDo_isRefusedBeforeItIsOpened() {
        assertThatThrownBy(() -> OF_ENCODER.withMaxTokens(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxTokens must be at least 8, got 7");
        assertThatThrownBy(() -> Vectors.of(ENCODER, OF_ENCODER.withMaxTokens(513)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxTokens must be in 8..512, got 513");
        assertThatThrownBy(() -> Initialization.of(ENCODER, OF_ENCODER.withOptions(OPTIONS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "input of an encoder must have its own template and no option but dropout, got OWN and ");
        assertThatThrownBy(() -> RewardModel.headless(ENCODER, OF_ENCODER.withTemplate(Template.STEERLM)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got STEERLM and ");
        assertThatThrownBy(() -> Vectors.of(DECODER, OF_DECODER.withMaxTokens(15)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxTokens must be at least 16, got 15");
        assertThatThrownBy(() -> RewardModel.headless(DECODER, OF_DECODER.withPooling(Pooling.MEAN_POOL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pooling of a decoder must be LAST_TOKEN, got MEAN_POOL; begin with InputConfig.decoder()");
    }

    @ParameterizedTest
    @EnumSource(Template.class)
    void with_noRatings_leavesThePrompt(Template template) {
        Prompt prompt = Prompt.ofUser("Why?");
        assertThat(template.with(prompt, Optional.empty())).isEqualTo(prompt);
    }

    @Test
    void with_ratings_standInTheLastTurnOfTheModelsOwnForm() {
        Prompt prompt = Prompt.ofUser("Why?");
        Optional<Ratings> wanted = Optional.of(new Ratings(4, 3, 2, 1, 0));
        assertThat(Template.OWN.with(prompt, wanted).turns().get(0).text())
                .isEqualTo("Why?\n\nAnswer with helpfulness:4,correctness:3,coherence:2,complexity:1,verbosity:0");
        assertThat(Template.STEERLM.with(prompt, wanted)).isEqualTo(prompt);
    }
}
