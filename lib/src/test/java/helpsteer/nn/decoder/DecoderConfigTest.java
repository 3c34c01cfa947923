package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DecoderConfigTest {
    private static final String SIZES = "\"hidden_size\": 24, \"num_hidden_layers\": 2, \"num_attention_heads\": 6,"
            + " \"intermediate_size\": 40, \"vocab_size\": 48";

    private static DecoderConfig read(String json) {
        return DecoderConfig.of(ModelConfig.parse("config.json", json));
    }

    @Test
    void of_transformersFourForm_readsThetaAndScaling() {
        DecoderConfig config = read("{\"model_type\": \"llama\", " + SIZES + ", \"rope_theta\": 500000.0,"
                + " \"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 32.0, \"low_freq_factor\": 1.0,"
                + " \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 8192},"
                + " \"max_position_embeddings\": 131072, \"num_key_value_heads\": 2, \"rms_norm_eps\": 1e-05}");
        assertThat(config.rope()).isEqualTo(new Rope(500000, 4, new Rope.Llama3(32, 1, 4, 8192)));
        assertThat(config.positions()).isEqualTo(131072);
        assertThat(config.attention())
                .isEqualTo(new DecoderConfig.Attention(6, 2, 4, DecoderConfig.Biases.NONE, false));
        assertThat(config.tied()).isFalse();
    }

    @Test
    void of_nothingButSizes_takesTransformersDefaults() {
        DecoderConfig config = read("{\"model_type\": \"qwen2\", " + SIZES + ", \"rope_scaling\": null}");
        assertThat(config.rope()).isEqualTo(new Rope(10000, 4, new Rope.None()));
        assertThat(config.epsilon()).isEqualTo(1e-6);
        assertThat(config.attention().keyValueHeads()).isEqualTo(6);
        assertThat(config.attention().biases()).isEqualTo(DecoderConfig.Biases.QUERY_KEY_VALUE);
    }

    /** Names of two thousand million layers would fill the heap before one is looked up. */
    @Test
    void requireFits_moreLayersThanTensorsOrAnotherEmbedding_isRefusedAtOnce() {
        TensorMap weights = new TensorMap(
                List.of(StoredTensor.of("model.embed_tokens.weight", List.of(48L, 24L), new float[48 * 24])));
        DecoderConfig endless = read("{\"model_type\": \"llama\", "
                + SIZES.replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2147483647") + "}");
        assertThatThrownBy(() -> endless.requireFits(weights))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(
                        "num_hidden_layers must be at most the number of tensors, got 2147483647 layers and 1 tensors;"
                                + " check that the config belongs to these weights");
        DecoderConfig other = read("{\"model_type\": \"llama\", " + SIZES.replace("48", "49") + "}");
        assertThatThrownBy(() -> other.requireFits(weights))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(
                        "model.embed_tokens.weight must have shape [49, 24], got [48, 24]; check that the config belongs"
                                + " to these weights");
    }

    @TestFactory
    Stream<DynamicTest> of_whatTheScriptHasNot_isRefused() {
        return Map.of(
                        "{\"model_type\": \"gemma\"}",
                        "config.json: model_type must be one of [llama, qwen2, qwen3], got gemma;"
                                + " this model needs a forward pass that is not here",
                        "{\"model_type\": \"llama\", \"hidden_act\": \"gelu\"}",
                        "config.json: hidden_act must be silu, got another value;"
                                + " this model needs a forward pass that is not here",
                        "{\"model_type\": \"llama\", \"mlp_bias\": true}",
                        "config.json: mlp_bias must be false, got another value;"
                                + " this model needs a forward pass that is not here",
                        "{\"model_type\": \"llama\", \"hidden_size\": 25, \"num_attention_heads\": 6}",
                        "config.json: hidden_size must be a multiple of num_attention_heads, got 25 and 6",
                        "{\"model_type\": \"llama\", " + SIZES + ", \"num_key_value_heads\": 4}",
                        "config.json: keyValueHeads must divide heads, both at least 1, got 4 and 6",
                        "{\"model_type\": \"llama\", " + SIZES + ", \"rope_scaling\": {\"type\": \"dynamic\"}}",
                        "config.json: rope_scaling must have a rope_type out of default, linear, llama3 and yarn,"
                                + " got dynamic",
                        "{\"model_type\": \"llama\", " + SIZES
                                + ", \"rope_scaling\": {\"type\": \"linear\", \"factor\": 0}}",
                        "config.json: factor and original positions must be at least 1, got 0.0 and 1",
                        "{\"model_type\": \"llama\", \"hidden_size\": \"wide\"}",
                        "config.json: hidden_size must be an integer of at least 1, got \"wide\"",
                        "{\"model_type\": \"llama\"}",
                        "config.json must hold hidden_size, got none; check that the file belongs to this model",
                        "[]",
                        "config.json must be a JSON object, got ARRAY")
                .entrySet()
                .stream()
                .map(e -> dynamicTest(e.getValue(), () -> assertThatThrownBy(() -> read(e.getKey()))
                        .isInstanceOf(InvalidWeightsException.class)
                        .hasMessage(e.getValue())));
    }
}
