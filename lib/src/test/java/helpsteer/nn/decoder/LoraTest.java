package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.Goldens;
import helpsteer.nn.Parameters;
import helpsteer.nn.TinyDecoders;
import helpsteer.nn.Torch;
import helpsteer.run.Seed;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Adapters on the tiny Llama 3 against PEFT's on the same; {@code golden/decoder/make_goldens.py} says how. */
class LoraTest {
    private static final Lora LORA = new Lora(4, 12, 0, List.of("q_proj", "v_proj", "o_proj", "down_proj"));
    private static final String PEFT = "base_model.model.";
    private static final TensorMap MODEL = TinyDecoders.golden("llama3");
    private static final TensorMap ADAPTED = TinyDecoders.golden("lora");

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

    private static TensorMap withAdapters() {
        List<StoredTensor> out = new ArrayList<>(TinyDecoders.weights(MODEL).all());
        for (StoredTensor tensor : ADAPTED.all()) {
            if (tensor.name().startsWith(PEFT)) {
                out.add(tensor.withName(tensor.name().substring(PEFT.length())));
            }
        }
        return new TensorMap(out);
    }

    private Decoder decoder(TensorMap weights) {
        return new Decoder(
                TinyDecoders.config("llama3"),
                weights,
                new Parameters(manager),
                Decoder.Options.defaults().withLora(LORA),
                new Seed(3));
    }

    private DecoderInput input() {
        return DecoderInput.of(TinyDecoders.sequences(MODEL), manager);
    }

    @Test
    void forward_adapters_equalPeft() {
        try (Decoder decoder = decoder(withAdapters())) {
            NDArray hidden = decoder.forward(input());
            assertThat(Goldens.distance(hidden.toFloatArray(), TinyDecoders.floats(ADAPTED, "hidden")))
                    .isLessThan(1e-5);
            assertThat(Goldens.distance(hidden.toFloatArray(), TinyDecoders.floats(MODEL, "hidden")))
                    .isGreaterThan(0.1);
        }
    }

    @Test
    void backward_adapters_equalPeftInEveryGradient() {
        try (Decoder decoder = decoder(withAdapters())) {
            Parameters parameters = decoder.parameters();
            decoder.adapterNames().forEach(n -> parameters.get(n).setRequiresGradient(true));
            NDArray probe = manager.create(TinyDecoders.floats(MODEL, "probe"), new Shape(79, 24));
            decoder.backward(input(), hidden -> hidden.mul(probe).sum(), 1);
            assertThat(decoder.adapterNames()).hasSize(2 * 2 * 4);
            for (String name : decoder.adapterNames()) {
                float[] expected = TinyDecoders.floats(ADAPTED, "gradient:" + PEFT + name);
                double largest = Goldens.distance(expected, new float[expected.length]);
                float[] actual = parameters.get(name).getGradient().toFloatArray();
                assertThat(Goldens.distance(actual, expected) / largest)
                        .as(name)
                        .isLessThan(1e-5);
            }
        }
    }

    @Test
    void mergeAdapters_afterwards_computesAsBefore() {
        try (Decoder decoder = decoder(withAdapters())) {
            float[] before = decoder.parameters()
                    .get("model.layers.0.self_attn.q_proj.weight")
                    .toFloatArray();
            decoder.mergeAdapters();
            float[] merged = decoder.parameters()
                    .get("model.layers.0.self_attn.q_proj.weight")
                    .toFloatArray();
            assertThat(Goldens.distance(before, merged)).isGreaterThan(0.1);
            float[] hidden = decoder.forward(input()).toFloatArray();
            assertThat(Goldens.distance(hidden, TinyDecoders.floats(ADAPTED, "hidden")))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void decoder_newAdapters_changeNothingAtFirstAndFollowTheSeed() {
        try (Decoder decoder = decoder(TinyDecoders.weights(MODEL))) {
            float[] hidden = decoder.forward(input()).toFloatArray();
            assertThat(Goldens.distance(hidden, TinyDecoders.floats(MODEL, "hidden")))
                    .isLessThan(1e-5);
            float[] a = decoder.parameters()
                    .get("model.layers.1.mlp.down_proj.lora_A.weight")
                    .toFloatArray();
            double bound = 1 / Math.sqrt(40);
            assertThat(Goldens.distance(a, new float[a.length])).isBetween(0.5 * bound, bound);
            try (Decoder again = new Decoder(
                    TinyDecoders.config("llama3"),
                    TinyDecoders.weights(MODEL),
                    new Parameters(manager),
                    Decoder.Options.defaults().withLora(LORA),
                    new Seed(3))) {
                assertThat(again.parameters()
                                .get("model.layers.1.mlp.down_proj.lora_A.weight")
                                .toFloatArray())
                        .isEqualTo(a);
            }
        }
    }

    @Test
    void lora_badSettings_areRefused() {
        assertThatThrownBy(() -> new Lora(0, 1, 0, Lora.MODULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rank must be at least 1 and alpha finite and above 0, got 0 and 1.0");
        assertThatThrownBy(() -> new Lora(1, 1, 1, Lora.MODULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> new Lora(1, 1, 0, List.of("q_proj", "lm_head")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "targets must be different names out of [q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj,"
                                + " down_proj], at least one, got [q_proj, lm_head]");
    }

    @Test
    void of_whatIsNotPlainLora_isRefused() {
        String plain = "{\"peft_type\": \"LORA\", \"r\": 2, \"lora_alpha\": 4, \"target_modules\": [\"q_proj\"]";
        assertThat(Lora.of(ModelConfig.parse("adapter_config.json", plain + ", \"init_lora_weights\": true}")))
                .isEqualTo(new Lora(2, 4, 0, List.of("q_proj")));
        refused(
                plain.replace("LORA", "IA3") + "}",
                "peft_type must be LORA, got IA3; other adapters are not computed here");
        refused(
                plain + ", \"use_dora\": true}",
                "use_dora must be off, got another value; only plain LoRA is computed here");
        refused(plain + ", \"bias\": \"all\"}", "bias must be none, got all; train the adapters without biases");
        refused(
                plain + ", \"init_lora_weights\": \"pissa\"}",
                "init_lora_weights must be true, false or gaussian, got pissa; such adapters change the base model too,"
                        + " so convert them with PEFT first");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> Lora.of(ModelConfig.parse("adapter_config.json", json)))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("adapter_config.json: " + message);
    }

    @Test
    void mergeAdapters_none_isRefused() {
        try (Decoder decoder = new Decoder(
                TinyDecoders.config("llama3"),
                TinyDecoders.weights(MODEL),
                new Parameters(manager),
                Decoder.Options.defaults(),
                new Seed(3))) {
            assertThatThrownBy(decoder::mergeAdapters)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a decoder must have adapters to merge, got none");
        }
    }
}
