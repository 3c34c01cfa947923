package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.Goldens;
import helpsteer.nn.Parameters;
import helpsteer.nn.Precision;
import helpsteer.nn.TinyDecoders;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.run.Seed;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
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
                        NDArray hidden = decoder.forward(input);
                        assertThat(Goldens.distance(hidden.toFloatArray(), TinyDecoders.floats(golden, "hidden")))
                                .isLessThan(1e-5);
                        NDArray logits = decoder.logits(decoder.last(hidden, input));
                        assertThat(Goldens.distance(logits.toFloatArray(), TinyDecoders.floats(golden, "logits")))
                                .isLessThan(1e-5);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> forward_randomSequences_equalsPlainOperations() {
        return TinyDecoders.FAMILIES.stream()
                .map(family -> dynamicTest(family, () -> {
                    try (Decoder decoder = decoder(family, TinyDecoders.golden(family), Decoder.Options.defaults())) {
                        ReferenceDecoder plain = new ReferenceDecoder(decoder.config(), decoder.parameters(), manager);
                        for (long seed = 0; seed < 5; seed++) {
                            SplittableRandom random = new SplittableRandom(seed);
                            int[] ids =
                                    random.ints(random.nextInt(1, 20), 0, 48).toArray();
                            float[] script = decoder.forward(DecoderInput.of(List.of(ids), manager))
                                    .toFloatArray();
                            float[] byHand = plain.forward(ids).toFloatArray();
                            assertThat(Goldens.distance(script, byHand))
                                    .as("seed " + seed)
                                    .isLessThan(1e-5);
                        }
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
                        DecoderInput input = DecoderInput.of(TinyDecoders.sequences(golden), manager);
                        decoder.backward(input, hidden -> hidden.mul(probe).sum(), 1);
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

    /** Loss and gradients with and without checkpointing, dropout on in both, on all of the model and its adapters. */
    @Test
    void backward_checkpointing_givesSameLossAndGradients() {
        TensorMap golden = TinyDecoders.golden("llama3");
        Lora lora = new Lora(4, 12, 0.2, Lora.MODULES);
        Decoder.Options options = Decoder.Options.defaults().withDropout(0.1).withLora(lora);
        List<double[]> results = new ArrayList<>();
        List<float[]> gradients = new ArrayList<>();
        for (Decoder.Options each : List.of(options, options.withCheckpointing())) {
            try (Decoder decoder = decoder("llama3", golden, each)) {
                Parameters parameters = decoder.parameters();
                parameters.names().forEach(n -> parameters.get(n).setRequiresGradient(true));
                NDArray probe = manager.create(TinyDecoders.floats(golden, "probe"), new Shape(79, 24));
                Torch.seed(5);
                double loss = 0;
                double norm = 0;
                try (NDManager scope = manager.newSubManager()) {
                    DecoderInput input = DecoderInput.of(TinyDecoders.sequences(golden), scope);
                    loss = decoder.backward(input, hidden -> hidden.mul(probe).sum(), 0.5);
                }
                List<Float> all = new ArrayList<>();
                for (String name : parameters.names()) {
                    if (name.equals("lm_head.weight")) {
                        continue; // takes no part in this loss
                    }
                    for (float g : parameters.get(name).getGradient().toFloatArray()) {
                        all.add(g);
                        norm += (double) g * g;
                    }
                }
                float[] values = new float[all.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = all.get(i);
                }
                gradients.add(values);
                results.add(new double[] {loss, Math.sqrt(norm)});
            }
        }
        assertThat(results.get(1)[0]).isCloseTo(results.get(0)[0], withinPercentage(1e-5));
        assertThat(results.get(1)[1]).isGreaterThan(1).isCloseTo(results.get(0)[1], withinPercentage(1e-5));
        assertThat(Goldens.distance(gradients.get(0), gradients.get(1))).isLessThan(1e-4);
    }

    @Test
    void forward_padded_equalsOneByOne() {
        TensorMap golden = TinyDecoders.golden("qwen3");
        try (Decoder decoder = decoder("qwen3", golden, Decoder.Options.defaults());
                TorchScript padded = TorchScript.load(
                        manager,
                        "decoder",
                        new DecoderConstants(decoder.config(), Optional.empty()).of(Precision.FLOAT32, 0, 0, true))) {
            DecoderInput input = DecoderInput.of(TinyDecoders.sequences(golden), manager);
            NDArray table = manager.create(decoder.config().rope().table(64), new Shape(2, 64, 8));
            NDArray angles = padded.call("angles", input.positions(), table);
            List<NDArray> ordered = new DecoderLayout(decoder.config(), Optional.empty())
                    .names().stream().map(decoder.parameters()::get).toList();
            NDArray hidden = padded.call("hidden", input.ids(), angles, input.plan(), ordered);
            assertThat(Goldens.distance(hidden.toFloatArray(), TinyDecoders.floats(golden, "hidden")))
                    .isLessThan(1e-5);
        }
    }

    /** A sequence gives the same numbers alone, beside others and in a batch of equal lengths. */
    @Test
    void forward_otherSequencesBeside_changeNothing() {
        TensorMap golden = TinyDecoders.golden("smollm2");
        try (Decoder decoder = decoder("smollm2", golden, Decoder.Options.defaults())) {
            int[] one = {3, 1, 4, 1, 5, 9, 2, 6};
            int[] same = {2, 7, 1, 8, 2, 8, 1, 8};
            int[] longer = {1, 6, 1, 8, 0, 3, 3, 9, 8, 8, 7};
            float[] alone =
                    decoder.forward(DecoderInput.of(List.of(one), manager)).toFloatArray();
            for (List<int[]> batch : List.of(List.of(one, same), List.of(one, longer, same))) {
                float[] beside =
                        decoder.forward(DecoderInput.of(batch, manager)).toFloatArray();
                assertThat(Goldens.distance(alone, Arrays.copyOf(beside, alone.length)))
                        .isLessThan(1e-6);
            }
        }
    }

    /** The layer's result follows from the heads' weights; a last head that is off would not show in the first. */
    @TestFactory
    Stream<DynamicTest> attentionWeights_everyHead_mixValuesToWhatTheLayerAdds() {
        return Stream.of("llama2", "qwen2", "qwen3")
                .map(family -> dynamicTest(family, () -> {
                    try (Decoder decoder = decoder(family, TinyDecoders.golden(family), Decoder.Options.defaults())) {
                        DecoderConfig config = decoder.config();
                        Parameters p = decoder.parameters();
                        List<NDArray> states = decoder.states(DecoderInput.of(List.of(new int[] {4, 2, 7}), manager));
                        ReferenceDecoder plain = new ReferenceDecoder(config, p, manager);
                        NDArray x = states.get(1);
                        String name = "model.layers.1.";
                        NDArray h =
                                ReferenceBlocks.rmsNorm(x, p.get(name + "input_layernorm.weight"), config.epsilon());
                        NDArray v = ReferenceBlocks.linear(h, p.get(name + "self_attn.v_proj.weight"));
                        if (family.equals("qwen2")) {
                            v = v.add(p.get(name + "self_attn.v_proj.bias"));
                        }
                        int width = config.attention().headWidth();
                        int group = 6 / config.attention().keyValueHeads();
                        NDList mixed = new NDList();
                        for (int head = 0; head < 6; head++) {
                            NDArray weights = plain.attentionWeights(x, 1, head);
                            assertThat(weights.sum(new int[] {1}).toFloatArray())
                                    .containsExactly(new float[] {1, 1, 1}, within(1e-6f));
                            mixed.add(weights.matMul(ReferenceBlocks.head(v, head / group, width)));
                        }
                        NDArray x1 = x.add(ReferenceBlocks.linear(
                                NDArrays.concat(mixed, 1), p.get(name + "self_attn.o_proj.weight")));
                        NDArray m = ReferenceBlocks.rmsNorm(
                                x1, p.get(name + "post_attention_layernorm.weight"), config.epsilon());
                        NDArray out = x1.add(ReferenceBlocks.swiGlu(
                                m,
                                p.get(name + "mlp.gate_proj.weight"),
                                p.get(name + "mlp.up_proj.weight"),
                                p.get(name + "mlp.down_proj.weight")));
                        assertThat(Goldens.distance(
                                        out.toFloatArray(), states.get(2).toFloatArray()))
                                .isLessThan(1e-5);
                    }
                }));
    }

    @Test
    void states_everyLayer_beginWithTheEmbeddingAndEndBeforeTheLastNorm() {
        TensorMap golden = TinyDecoders.golden("qwen2");
        Decoder.Options options = Decoder.Options.defaults().withDropout(0.5);
        try (Decoder decoder = decoder("qwen2", golden, options)) {
            DecoderInput input = DecoderInput.of(List.of(new int[] {5, 3}), manager);
            List<NDArray> states = decoder.states(input);
            assertThat(states).hasSize(3);
            NDArray embedding = decoder.parameters().get("model.embed_tokens.weight");
            assertThat(states.get(0).get(1).toFloatArray())
                    .isEqualTo(embedding.get(3).toFloatArray());
            NDArray normed = ReferenceBlocks.rmsNorm(
                    states.get(2),
                    decoder.parameters().get("model.norm.weight"),
                    decoder.config().epsilon());
            assertThat(Goldens.distance(
                            normed.toFloatArray(), decoder.forward(input).toFloatArray()))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void forward_bfloat16_isNearFloat32AndItsGradientToo() {
        TensorMap golden = TinyDecoders.golden("llama3");
        float[][] hidden = new float[2][];
        float[][] gradient = new float[2][];
        for (Precision precision : Precision.values()) {
            int i = precision == Precision.FLOAT32 ? 0 : 1;
            Decoder.Options options = Decoder.Options.defaults().withPrecision(precision);
            try (Decoder decoder = decoder("llama3", golden, options)) {
                DecoderInput input = DecoderInput.of(TinyDecoders.sequences(golden), manager);
                hidden[i] = decoder.forward(input).toFloatArray();
                NDArray weight = decoder.parameters().get("model.layers.0.self_attn.k_proj.weight");
                weight.setRequiresGradient(true);
                NDArray probe = manager.create(TinyDecoders.floats(golden, "probe"), new Shape(79, 24));
                decoder.backward(input, h -> h.mul(probe).sum(), 1);
                gradient[i] = weight.getGradient().toFloatArray();
            }
        }
        assertThat(hidden[1]).isNotEqualTo(hidden[0]);
        assertThat(cosine(hidden[0], hidden[1])).isGreaterThan(0.9995);
        assertThat(cosine(gradient[0], gradient[1])).isGreaterThan(0.995);
    }

    private static double cosine(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void decoderInput_emptySequence_isRefused() {
        assertThatThrownBy(() -> DecoderInput.of(List.of(new int[] {1}, new int[0]), manager))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sequences must be at least one, each of at least one token, got lengths [1, 0]");
    }

    @Test
    void forward_sequenceBeyondPositions_isRefused() {
        TensorMap golden = TinyDecoders.golden("llama2");
        try (Decoder decoder = decoder("llama2", golden, Decoder.Options.defaults())) {
            DecoderInput input = DecoderInput.of(List.of(new int[65]), manager);
            assertThatThrownBy(() -> decoder.forward(input))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a sequence must have at most 64 tokens for this model, got 65; cut it before");
        }
    }

    @Test
    void decoder_weightsWithMoreThanTheConfig_areRefused() {
        TensorMap golden = TinyDecoders.golden("qwen2");
        TensorMap weights = TinyDecoders.weights(golden);
        DecoderConfig whole = TinyDecoders.config("qwen2");
        DecoderConfig shallow = new DecoderConfig(
                whole.width(),
                1,
                whole.inner(),
                whole.vocabulary(),
                whole.positions(),
                whole.attention(),
                whole.rope(),
                whole.epsilon(),
                whole.tied());
        assertThatThrownBy(() ->
                        new Decoder(shallow, weights, new Parameters(manager), Decoder.Options.defaults(), new Seed(1)))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("config must have a place for model.layers.1.")
                .hasMessageEndingWith(" of the weights, got 1 layers and biases QUERY_KEY_VALUE;"
                        + " check that the config belongs to these weights");
    }

    /** Sequence classifiers come without an output layer, which a reward model does not need. */
    @Test
    void logits_weightsWithoutOutputLayer_areRefused() {
        TensorMap golden = TinyDecoders.golden("llama3");
        TensorMap weights = new TensorMap(TinyDecoders.weights(golden).all().stream()
                .filter(t -> !t.name().equals("lm_head.weight"))
                .toList());
        try (Decoder decoder = new Decoder(
                TinyDecoders.config("llama3"),
                weights,
                new Parameters(manager),
                Decoder.Options.defaults(),
                new Seed(1))) {
            NDArray hidden = decoder.forward(DecoderInput.of(TinyDecoders.sequences(golden), manager));
            assertThat(Goldens.distance(hidden.toFloatArray(), TinyDecoders.floats(golden, "hidden")))
                    .isLessThan(1e-5);
            assertThatThrownBy(() -> decoder.logits(hidden))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a decoder must hold lm_head.weight to give logits, got none;"
                            + " open it from the language model's files");
        }
    }

    @Test
    void decoder_weightsOfAnotherShape_areRefused() {
        TensorMap golden = TinyDecoders.golden("llama2");
        assertThatThrownBy(() -> decoder("llama3", golden, Decoder.Options.defaults()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("model.layers.0.self_attn.k_proj.weight must have shape [8, 24], got [24, 24];"
                        + " check that the config belongs to these weights");
    }

    /** A config of more positions than the first table holds: a long text makes it longer, short ones stay as they were. */
    @Test
    void forward_textBeyondTheFirstTable_growsIt() {
        TensorMap golden = TinyDecoders.golden("smollm2");
        DecoderConfig tiny = TinyDecoders.config("smollm2");
        DecoderConfig longer = new DecoderConfig(
                tiny.width(),
                tiny.layers(),
                tiny.inner(),
                tiny.vocabulary(),
                4096,
                tiny.attention(),
                tiny.rope(),
                tiny.epsilon(),
                tiny.tied());
        try (Decoder decoder = new Decoder(
                longer,
                TinyDecoders.weights(golden),
                new Parameters(manager),
                Decoder.Options.defaults(),
                new Seed(1))) {
            int[] text = new SplittableRandom(1).ints(1500, 0, 48).toArray();
            float[] whole =
                    decoder.forward(DecoderInput.of(List.of(text), manager)).toFloatArray();
            float[] start = decoder.forward(DecoderInput.of(List.of(Arrays.copyOf(text, 30)), manager))
                    .toFloatArray();
            assertThat(whole).hasSize(1500 * 24);
            assertThat(Goldens.distance(start, Arrays.copyOf(whole, start.length)))
                    .isLessThan(1e-5);
        }
    }
}
