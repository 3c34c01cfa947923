package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.Goldens;
import helpsteer.nn.Torch;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenDecoderTest {
    @Test
    void open_family_computesWhatTransformersComputed() {
        GoldenDecoder reference = GoldenDecoder.of("qwen3");
        assertThat(reference.sequences().stream().map(s -> s.length)).containsExactly(11, 1, 30, 30, 7);
        try (NDManager manager = Torch.newManager();
                Decoder decoder = reference.open(manager, Decoder.Options.defaults())) {
            NDArray expected = reference.expected("hidden", manager);
            assertThat(expected.getShape()).isEqualTo(new Shape(79, 24));
            NDArray hidden = decoder.forward(DecoderInput.of(reference.sequences(), manager));
            assertThat(Goldens.distance(hidden.toFloatArray(), expected.toFloatArray()))
                    .isLessThan(1e-5);
        }
    }

    /** By hand: one number moved by twice the largest one is a distance of twice it, and a share of 2. */
    @Test
    void distance_oneNumberMoved_isItsMove() {
        GoldenDecoder reference = GoldenDecoder.of("yarn");
        try (NDManager manager = Torch.newManager()) {
            float[] moved = reference.expected("logits", manager).toFloatArray();
            float largest = 0;
            for (float value : moved) {
                largest = Math.max(largest, Math.abs(value));
            }
            moved[17] -= 2 * largest;
            NDArray actual = manager.create(moved, new Shape(5, 48));
            assertThat(reference.distance("logits", actual)).isCloseTo(2 * largest, withinPercentage(1e-4));
            assertThat(reference.relativeDistance("logits", actual)).isCloseTo(2, withinPercentage(1e-4));
            moved[3] = Float.NaN;
            assertThat(reference.distance("logits", manager.create(moved, new Shape(5, 48))))
                    .isNaN();
        }
    }

    @Test
    void gradients_names_areThoseOfTheFile() {
        assertThat(GoldenDecoder.of("llama2").gradients())
                .containsExactlyInAnyOrder(
                        "model.embed_tokens.weight",
                        "model.layers.0.self_attn.k_proj.weight",
                        "model.layers.1.mlp.down_proj.weight",
                        "model.layers.0.input_layernorm.weight");
    }

    @Test
    void adapted_gradients_areThoseOfItsAdaptersAndHiddenIsNotThePlainModels() {
        GoldenDecoder adapted = GoldenDecoder.adapted();
        GoldenDecoder plain = GoldenDecoder.of("llama3");
        try (NDManager manager = Torch.newManager();
                Decoder decoder =
                        adapted.open(manager, Decoder.Options.defaults().withLora(GoldenDecoder.ADAPTERS))) {
            assertThat(adapted.gradients()).containsExactlyInAnyOrderElementsOf(decoder.adapterNames());
            float[] hidden = decoder.forward(DecoderInput.of(adapted.sequences(), manager))
                    .toFloatArray();
            assertThat(Goldens.distance(
                            hidden, adapted.expected("hidden", manager).toFloatArray()))
                    .isLessThan(1e-5);
            assertThat(Goldens.distance(
                            hidden, plain.expected("hidden", manager).toFloatArray()))
                    .isGreaterThan(0.1);
        }
    }

    @Test
    void of_unknownNames_areRefused() {
        assertThatThrownBy(() -> GoldenDecoder.of("mistral"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("family must be one of [llama2, llama3, smollm2, linear, yarn, qwen2, qwen3], got mistral");
        GoldenDecoder reference = GoldenDecoder.of("llama2");
        List<String> names = List.copyOf(reference.computed().names());
        try (NDManager manager = Torch.newManager()) {
            assertThatThrownBy(() -> reference.expected("nothing", manager))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("name must be one of " + names + ", got nothing");
        }
    }
}
