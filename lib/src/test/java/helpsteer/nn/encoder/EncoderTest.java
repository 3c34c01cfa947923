package helpsteer.nn.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import helpsteer.Goldens;
import helpsteer.nn.Parameters;
import helpsteer.nn.PlainEncoder;
import helpsteer.nn.Torch;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two layers of width 8 with two heads, against Hugging Face's BertModel in double and against plain operations. */
class EncoderTest {
    private static final EncoderConfig CONFIG = new EncoderConfig(8, 2, 2, 16, 40);
    private static final String WEIGHT = "weight:";
    private static final TensorMap GOLDEN = Goldens.tensors("encoder.safetensors");

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

    private static TensorMap weights() {
        List<StoredTensor> out = new ArrayList<>();
        for (StoredTensor tensor : GOLDEN.all()) {
            if (tensor.name().startsWith(WEIGHT)) {
                out.add(tensor.withName(tensor.name().substring(WEIGHT.length())));
            }
        }
        return new TensorMap(out);
    }

    private NDArray integers(String name) {
        long[] values = new long[21];
        GOLDEN.require(name, List.of(3L, 7L)).bytes().asLongBuffer().get(values);
        return manager.create(values, new Shape(3, 7));
    }

    private NDArray floats(String name, long... shape) {
        return manager.create(Goldens.floats(GOLDEN, name), new Shape(shape));
    }

    private Encoder encoder(double dropout) {
        return new Encoder(CONFIG, weights(), new Parameters(manager), manager, dropout);
    }

    @Test
    void forward_paddedBatch_equalsBertModel() {
        try (Encoder encoder = encoder(0.1)) {
            NDArray keep = floats("keep", 3, 7);
            NDArray hidden = encoder.forward(integers("ids"), integers("types"), keep, false)
                    .mul(keep.expandDims(-1));
            assertThat(Goldens.distance(hidden.toFloatArray(), Goldens.floats(GOLDEN, "hidden")))
                    .isLessThan(1e-5);
        }
    }

    /** Relative to the largest entry of each gradient; the golden is computed in double, this in float. */
    @Test
    void forward_backward_equalsEveryGradientOfBertModel() {
        try (Encoder encoder = encoder(0)) {
            Parameters parameters = encoder.parameters();
            parameters.names().forEach(name -> parameters.get(name).setRequiresGradient(true));
            NDArray probe = floats("probe", 3, 7, 8);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray hidden = encoder.forward(integers("ids"), integers("types"), floats("keep", 3, 7), true);
                collector.backward(hidden.mul(probe).sum());
            }
            assertThat(parameters.names()).hasSize(37);
            for (String name : parameters.names()) {
                float[] expected = Goldens.floats(GOLDEN, "gradient:" + name);
                float[] actual = parameters.get(name).getGradient().toFloatArray();
                double largest = Goldens.distance(expected, new float[expected.length]);
                if (name.endsWith("key.bias")) { // adds the same to every logit of a row, so only rounding is left
                    assertThat(Goldens.distance(actual, expected)).as(name).isLessThan(1e-4);
                } else {
                    assertThat(largest).as(name).isGreaterThan(1e-3);
                    assertThat(Goldens.distance(actual, expected) / largest)
                            .as(name)
                            .isLessThan(2e-5);
                }
            }
        }
    }

    @Test
    void forward_randomBatches_equalsPlainOperations() {
        try (Encoder encoder = encoder(0.1)) {
            PlainEncoder plain = new PlainEncoder(CONFIG, encoder.parameters());
            for (long seed = 0; seed < 10; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                int rows = random.nextInt(1, 5);
                int tokens = random.nextInt(1, 20);
                Shape shape = new Shape(rows, tokens);
                NDArray ids =
                        manager.create(random.longs((long) rows * tokens, 0, 40).toArray(), shape);
                NDArray types =
                        manager.create(random.longs((long) rows * tokens, 0, 2).toArray(), shape);
                float[] real = new float[rows * tokens];
                for (int r = 0; r < rows; r++) {
                    int length = random.nextInt(1, tokens + 1);
                    java.util.Arrays.fill(real, r * tokens, r * tokens + length, 1);
                }
                NDArray keep = manager.create(real, shape);
                NDArray mask = keep.expandDims(-1);
                float[] script =
                        encoder.forward(ids, types, keep, false).mul(mask).toFloatArray();
                float[] byHand = plain.forward(ids, types, keep).mul(mask).toFloatArray();
                assertThat(Goldens.distance(script, byHand)).as("seed " + seed).isLessThan(1e-5);
            }
        }
    }

    @Test
    void forward_otherTokensAtPadding_changeNothing() {
        try (Encoder encoder = encoder(0.1)) {
            NDArray keep = floats("keep", 3, 7);
            NDArray ids = integers("ids");
            NDArray others = ids.mul(keep.toType(DataType.INT64, false));
            NDArray mask = keep.expandDims(-1);
            assertThat(ids.toLongArray()).isNotEqualTo(others.toLongArray());
            float[] a = encoder.forward(ids, integers("types"), keep, false)
                    .mul(mask)
                    .toFloatArray();
            float[] b = encoder.forward(others, integers("types"), keep, false)
                    .mul(mask)
                    .toFloatArray();
            assertThat(Goldens.distance(a, b)).isZero();
        }
    }

    /** The seed alone decides what drops out; scoring never drops. */
    @Test
    void forward_dropout_onlyInTrainingAndBySeed() {
        try (Encoder encoder = encoder(0.3)) {
            float[][] out = new float[5][];
            for (int i = 0; i < out.length; i++) {
                Torch.seed(i == 2 ? 8 : 7);
                out[i] = encoder.forward(integers("ids"), integers("types"), floats("keep", 3, 7), i < 3)
                        .toFloatArray();
            }
            assertThat(out[0]).isEqualTo(out[1]).isNotEqualTo(out[2]).isNotEqualTo(out[3]);
            assertThat(out[3]).isEqualTo(out[4]);
        }
    }

    @Test
    void encoder_missingTensorOtherShapeOrDropoutOfOne_isRefused() {
        TensorMap empty = new TensorMap(List.of());
        assertThatThrownBy(() -> new Encoder(CONFIG, empty, new Parameters(manager), manager, 0.1))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("weights must hold embeddings.word_embeddings.weight, got 0 other tensors;"
                        + " check that the file belongs to this model");
        EncoderConfig wider = new EncoderConfig(8, 2, 2, 17, 40);
        assertThatThrownBy(() -> new Encoder(wider, weights(), new Parameters(manager), manager, 0.1))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("encoder.layer.0.intermediate.dense.bias must have shape [17], got [16];"
                        + " check that the config belongs to these weights");
        assertThatThrownBy(() -> encoder(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout must be in [0, 1), got 1.0");
    }

    /** Names of two thousand million layers would fill the heap before one is looked up. */
    @Test
    void encoder_moreLayersThanTensorsOrAnotherWidth_isRefusedAtOnce() {
        EncoderConfig endless = new EncoderConfig(8, Integer.MAX_VALUE, 2, 16, 40);
        assertThatThrownBy(() -> new Encoder(endless, weights(), new Parameters(manager), manager, 0.1))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageMatching("num_hidden_layers must be at most the number of tensors, got 2147483647 layers and"
                        + " \\d+ tensors; check that the config belongs to these weights");
        EncoderConfig wide = new EncoderConfig(Integer.MAX_VALUE, 2, 1, 16, 40);
        assertThatThrownBy(() -> new Encoder(wide, weights(), new Parameters(manager), manager, 0.1))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("embeddings.word_embeddings.weight must have shape [40, 2147483647], got [40, 8];"
                        + " check that the config belongs to these weights");
    }

    @Test
    void configOf_bertsJson_isReadAndWhatTheScriptHasNotIsRefused() {
        String sizes = "\"model_type\": \"bert\", \"hidden_size\": 384, \"num_hidden_layers\": 6,"
                + " \"num_attention_heads\": 12, \"intermediate_size\": 1536, \"vocab_size\": 30522";
        assertThat(EncoderConfig.of(ModelConfig.parse("config.json", "{" + sizes + "}")))
                .isEqualTo(EncoderConfig.MINILM_L6);
        Map.of(
                        "{\"model_type\": \"roberta\"}",
                        "model_type must be bert, got roberta",
                        "{" + sizes + ", \"hidden_act\": \"gelu_new\"}",
                        "hidden_act must be gelu, got gelu_new",
                        "{" + sizes + ", \"max_position_embeddings\": 514}",
                        "max_position_embeddings must be 512, got 514",
                        "{" + sizes + ", \"layer_norm_eps\": 1e-05}",
                        "layer_norm_eps must be 1.0E-12, got 1.0E-5")
                .forEach((json, message) -> assertThatThrownBy(
                                () -> EncoderConfig.of(ModelConfig.parse("config.json", json)))
                        .isInstanceOf(InvalidWeightsException.class)
                        .hasMessage(
                                "config.json: " + message + "; this encoder needs a forward pass that is not here"));
    }

    @Test
    void encoder_weightsWithMoreLayersThanTheConfig_areRefused() {
        EncoderConfig shallow = new EncoderConfig(8, 1, 2, 16, 40);
        assertThatThrownBy(() -> new Encoder(shallow, weights(), new Parameters(manager), manager, 0.1))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("config must have a place for encoder.layer.1.")
                .hasMessageEndingWith(" of the weights, got 1 layers; check that the config belongs to these weights");
    }

    @Test
    void config_badSizes_areRefused() {
        assertThatThrownBy(() -> new EncoderConfig(10, 1, 3, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width must be a multiple of heads, both at least 1, got 10 and 3");
        assertThatThrownBy(() -> new EncoderConfig(8, 0, 2, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layers, inner and vocabulary must be at least 1, got 0, 1 and 1");
    }
}
