package helpsteer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import helpsteer.Goldens;
import helpsteer.run.Seed;
import helpsteer.weights.TensorMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Two layers of width 24, against seven tiny models of transformers and against each other. */
class DecoderTest {
    private static final List<String> GRADIENTS = List.of(
            "model.embed_tokens.weight",
            "model.layers.0.self_attn.k_proj.weight",
            "model.layers.1.mlp.down_proj.weight",
            "model.layers.0.input_layernorm.weight");

    private NDManager manager = Torch.newManager();

    @BeforeEach
    void open() {
        manager.close();
        manager = Torch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Decoder decoder(String family, TensorMap golden, Decoder.Options options) {
        return new Decoder(
                TinyDecoders.config(family),
                TinyDecoders.weights(golden),
                new Parameters(manager),
                options,
                new Seed(1));
    }

    @TestFactory
    Stream<DynamicTest> forward_raggedBatch_equalsTransformers() {
        return TinyDecoders.FAMILIES.stream()
                .map(family -> dynamicTest(family, () -> {
                    TensorMap golden = TinyDecoders.golden(family);
                    try (Decoder decoder = decoder(family, golden, Decoder.Options.defaults())) {
                        DecoderInput input = DecoderInput.of(TinyDecoders.sequences(golden), manager);
                        NDArray hidden = decoder.forward(input, false);
                        assertThat(Goldens.distance(hidden.toFloatArray(), TinyDecoders.floats(golden, "hidden")))
                                .isLessThan(1e-5);
                        NDArray logits = decoder.logits(decoder.last(hidden, input));
                        assertThat(Goldens.distance(logits.toFloatArray(), TinyDecoders.floats(golden, "logits")))
                                .isLessThan(1e-5);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> backward_raggedBatch_equalsTransformers() {
        return TinyDecoders.FAMILIES.stream()
                .map(family -> dynamicTest(family, () -> {
                    TensorMap golden = TinyDecoders.golden(family);
                    try (Decoder decoder = decoder(family, golden, Decoder.Options.defaults())) {
                        Parameters parameters = decoder.parameters();
                        GRADIENTS.forEach(name -> parameters.get(name).setRequiresGradient(true));
                        NDArray probe = manager.create(TinyDecoders.floats(golden, "probe"), new Shape(79, 24));
                        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                            DecoderInput input = DecoderInput.of(TinyDecoders.sequences(golden), manager);
                            collector.backward(
                                    decoder.forward(input, true).mul(probe).sum());
                        }
                        for (String name : GRADIENTS) {
                            float[] expected = TinyDecoders.floats(golden, "gradient:" + name);
                            float[] actual = parameters.get(name).getGradient().toFloatArray();
                            double largest = Goldens.distance(expected, new float[expected.length]);
                            assertThat(largest).as(name).isGreaterThan(1e-3);
                            assertThat(Goldens.distance(actual, expected) / largest)
                                    .as(name)
                                    .isLessThan(1e-5);
                        }
                    }
                }));
    }
}
