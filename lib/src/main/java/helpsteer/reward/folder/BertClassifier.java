package helpsteer.reward.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.nn.encoder.EncoderConfig;
import helpsteer.reward.HubFiles;
import helpsteer.reward.InputConfig;
import helpsteer.reward.Pooling;
import helpsteer.reward.RewardModel;
import helpsteer.run.Json;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tensors with which {@code BertForSequenceClassification} of transformers computes what a reward model computes.
 *
 * <p>That class has no other read-out than {@code classifier(tanh(pooler([CLS])))}. Its pooler becomes the head, made so
 * small that tanh is the identity: {@code (8 tanh(x) - tanh(2x)) / 6 = x - O(x^5)}, which at {@code |x| < 0.03} is less
 * than 1e-6 of {@code x}.
 *
 * <p>The mean over tokens comes to [CLS] by two more layers. The first writes the five numbers of each token: its
 * feed-forward layer computes any linear map exactly, since {@code gelu(x) - gelu(-x) = x}. The second attends to all real
 * tokens alike, since its queries and keys are 0. Each layer norm between them sees numbers beside constants that are
 * {@value #LARGE} times as large, so it only divides by what is known before, to about 1e-6; the mean that it takes off is
 * kept in a place of its own and taken back.
 */
public final class BertClassifier {
    /** Layers that mean pooling takes. */
    static final int ADDED_LAYERS = 2;

    static final String BODY = "bert.";
    static final String WEIGHT = "classifier.weight";
    static final String BIAS = "classifier.bias";

    /** A power of two, so that the head keeps its digits. */
    private static final double SMALL = 1.0 / 1024;

    private static final float LARGE = 512;

    /** Places within the width: five numbers, five means, what the norm took off of each, then the constants. */
    private static final int FIRST_NUMBER = 0;

    private static final int FIRST_MEAN = Attribute.COUNT;
    private static final int NUMBER_OFFSET = 2 * Attribute.COUNT;
    private static final int MEAN_OFFSET = NUMBER_OFFSET + 1;
    private static final int FIRST_CONSTANT = MEAN_OFFSET + 1;

    /** Linear maps of the first added layer: five numbers, the offset's place and the constants' direction. */
    private static final int MAPS = Attribute.COUNT + 2;

    private final EncoderConfig shape;
    private final TensorMap weights;
    private final Map<String, float[]> made = new LinkedHashMap<>();
    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
    private final int width;
    private final int constants;

    private BertClassifier(EncoderConfig shape, TensorMap weights) {
        this.shape = shape;
        this.weights = weights;
        width = shape.width();
        constants = (width - FIRST_CONSTANT) / 2 * 2;
    }

    /** Whether the class can compute this read-out of an encoder of this shape. */
    public static boolean computes(EncoderConfig shape, Pooling readOut) {
        boolean wide = shape.width() >= FIRST_CONSTANT + 2 && shape.inner() >= 2 * MAPS;
        return switch (readOut) {
            case POOLER -> true;
            case FIRST_TOKEN, MEAN_POOL -> wide;
            default -> false;
        };
    }

    /** Layers of the classifier. */
    public static int layers(EncoderConfig shape, Pooling readOut) {
        return shape.layers() + (readOut == Pooling.MEAN_POOL ? ADDED_LAYERS : 0);
    }

    /** Names of the model's own tensors that the classifier does not hold as they are. */
    static List<String> changed(EncoderConfig shape, Pooling readOut) {
        List<String> out = new ArrayList<>();
        if (readOut != Pooling.POOLER) {
            out.addAll(List.of(RewardModel.HEAD_WEIGHT, RewardModel.HEAD_BIAS));
        }
        if (readOut == Pooling.MEAN_POOL) {
            out.addAll(List.of(lastNorm(shape) + ".weight", lastNorm(shape) + ".bias"));
        }
        return out;
    }

    private static String lastNorm(EncoderConfig shape) {
        return layer(shape.layers() - 1) + "output.LayerNorm";
    }

    private static String layer(int index) {
        return "encoder.layer." + index + ".";
    }

    /**
     * The classifier's tensors under the names of transformers.
     *
     * @param weights the reward model's
     */
    static TensorMap of(EncoderConfig shape, Pooling readOut, TensorMap weights) {
        BertClassifier classifier = new BertClassifier(shape, weights);
        switch (readOut) {
            case FIRST_TOKEN -> classifier.head(classifier.headRows(), -1);
            case MEAN_POOL -> classifier.mean();
            default -> {} // POOLER has the class's own form
        }
        return classifier.named();
    }

    private TensorMap named() {
        List<StoredTensor> out = new ArrayList<>();
        for (StoredTensor tensor : weights.all()) {
            if (!made.containsKey(tensor.name())) {
                out.add(tensor.withName(
                        switch (tensor.name()) {
                            case RewardModel.HEAD_WEIGHT -> WEIGHT;
                            case RewardModel.HEAD_BIAS -> BIAS;
                            default -> BODY + tensor.name();
                        }));
            }
        }
        made.forEach((name, values) -> out.add(StoredTensor.of(
                name.startsWith("score.") ? name.replace("score.", "classifier.") : BODY + name,
                Objects.requireNonNull(shapes.get(name)),
                values)));
        return new TensorMap(out);
    }

    private float[] tensor(String name, int rows, int columns) {
        shapes.put(name, columns == 0 ? List.of((long) rows) : List.of((long) rows, (long) columns));
        return made.computeIfAbsent(name, n -> new float[rows * Math.max(1, columns)]);
    }

    private double[][] headRows() {
        float[] values = floats(RewardModel.HEAD_WEIGHT);
        double[][] rows = new double[Attribute.COUNT][width];
        for (int i = 0; i < values.length; i++) {
            rows[i / width][i % width] = values[i];
        }
        return rows;
    }

    private float[] floats(String name) {
        StoredTensor tensor = weights.find(name);
        if (tensor == null) {
            throw new IllegalStateException("weights of an encoder must hold " + name + ", got none");
        }
        return tensor.floats();
    }

    /**
     * Pooler and classifier: five rows, each once and once doubled, so that the first term that tanh adds cancels.
     *
     * @param offset the place of what a layer norm took off each mean, or -1
     */
    private void head(double[][] rows, int offset) {
        float[] dense = tensor("pooler.dense.weight", width, width);
        tensor("pooler.dense.bias", width, 0);
        float[] classifier = tensor(RewardModel.HEAD_WEIGHT, Attribute.COUNT, width);
        for (int a = 0; a < Attribute.COUNT; a++) {
            for (int twice = 0; twice < 2; twice++) {
                int unit = a + twice * Attribute.COUNT;
                double scale = SMALL * (1 + twice);
                for (int d = 0; d < width; d++) {
                    dense[unit * width + d] = (float) (scale * rows[a][d]);
                }
                if (offset >= 0) {
                    dense[unit * width + offset] = (float) (-scale * rows[a][FIRST_MEAN + a]);
                }
                classifier[a * width + unit] = (float) ((twice == 0 ? 8 : -1) / (6 * SMALL));
            }
        }
    }

    private void mean() {
        String norm = lastNorm(shape);
        float[] gain = floats(norm + ".weight");
        float[] shift = floats(norm + ".bias");
        fill(tensor(norm + ".weight", width, 0), 1);
        tensor(norm + ".bias", width, 0);
        double[][] rows = headRows();
        double[] lengths = new double[Attribute.COUNT];
        float[] bias = tensor(RewardModel.HEAD_BIAS, Attribute.COUNT, 0);
        float[] ownBias = floats(RewardModel.HEAD_BIAS);
        for (int a = 0; a < Attribute.COUNT; a++) {
            double shifted = ownBias[a];
            for (int d = 0; d < width; d++) {
                shifted += rows[a][d] * shift[d];
                rows[a][d] *= gain[d];
                lengths[a] += rows[a][d] * rows[a][d];
            }
            lengths[a] = lengths[a] == 0 ? 1 : Math.sqrt(lengths[a]);
            bias[a] = (float) shifted;
        }
        numbers(shape.layers(), rows, lengths);
        average(shape.layers() + 1);
        double[][] means = new double[Attribute.COUNT][width];
        for (int a = 0; a < Attribute.COUNT; a++) {
            means[a][FIRST_MEAN + a] = lengths[a];
        }
        head(means, MEAN_OFFSET);
    }

    /** The layer that leaves five numbers of each token, divided by their rows' lengths, and constants 0 elsewhere. */
    private void numbers(int index, double[][] rows, double[] lengths) {
        blank(index);
        String layer = layer(index);
        fill(made(layer + "attention.output.LayerNorm.weight"), 1); // a normed vector stays what it is
        float[] in = made(layer + "intermediate.dense.weight");
        float[] out = made(layer + "output.dense.weight");
        for (int m = 0; m < MAPS; m++) {
            for (int d = 0; d < width; d++) {
                double value = m < Attribute.COUNT ? rows[m][d] / lengths[m] - (d == FIRST_NUMBER + m ? 1 : 0) : 0;
                if (m == Attribute.COUNT) {
                    value = d == NUMBER_OFFSET ? -1 : 0;
                } else if (m == Attribute.COUNT + 1) {
                    value = -(double) sign(d) / constants;
                }
                in[m * width + d] = (float) value;
                in[(MAPS + m) * width + d] = (float) -value;
            }
            for (int d = 0; d < width; d++) {
                float to = m < Attribute.COUNT
                        ? (d == FIRST_NUMBER + m ? 1 : 0)
                        : m == Attribute.COUNT ? (d == NUMBER_OFFSET ? 1 : 0) : sign(d);
                out[d * shape.inner() + m] = to;
                out[d * shape.inner() + MAPS + m] = -to;
            }
        }
        constants(made(layer + "output.dense.bias"));
        keep(made(layer + "output.LayerNorm.weight"), FIRST_NUMBER, NUMBER_OFFSET, spread(width));
    }

    /** The layer that writes the mean of the five numbers over all real tokens to each token. */
    private void average(int index) {
        blank(index);
        String layer = layer(index);
        float[] value = made(layer + "attention.self.value.weight");
        float[] dense = made(layer + "attention.output.dense.weight");
        for (int a = 0; a < Attribute.COUNT; a++) {
            value[a * width + FIRST_NUMBER + a] = 1;
            value[a * width + NUMBER_OFFSET] = -1;
            dense[(FIRST_MEAN + a) * width + a] = 1;
        }
        constants(made(layer + "attention.output.dense.bias"));
        keep(made(layer + "attention.output.LayerNorm.weight"), FIRST_MEAN, MEAN_OFFSET, spread(0));
        constants(made(layer + "attention.output.LayerNorm.bias"));
        keep(made(layer + "output.LayerNorm.weight"), FIRST_MEAN, MEAN_OFFSET, spread(0));
    }

    /** What a layer norm divides by, where the constants stand beside numbers of that square sum. */
    private float spread(double squares) {
        return (float) Math.sqrt(((double) LARGE * LARGE * constants + squares) / width);
    }

    private float sign(int place) {
        int after = place - FIRST_CONSTANT;
        return after < 0 || after >= constants ? 0 : after < constants / 2 ? 1 : -1;
    }

    private void constants(float[] values) {
        for (int d = 0; d < width; d++) {
            values[d] = LARGE * sign(d);
        }
    }

    private static void keep(float[] gains, int from, int offset, float gain) {
        for (int a = 0; a < Attribute.COUNT; a++) {
            gains[from + a] = gain;
        }
        gains[offset] = gain;
    }

    private static void fill(float[] values, float value) {
        Arrays.fill(values, value);
    }

    private float[] made(String name) {
        float[] values = made.get(name);
        if (values == null) {
            throw new IllegalStateException("layer must hold " + name + ", got none");
        }
        return values;
    }

    /** A layer of zeros. */
    private void blank(int index) {
        for (String module : List.of("attention.self.query", "attention.self.key", "attention.self.value")) {
            linear(layer(index) + module, width, width);
        }
        linear(layer(index) + "attention.output.dense", width, width);
        linear(layer(index) + "intermediate.dense", shape.inner(), width);
        linear(layer(index) + "output.dense", width, shape.inner());
        for (String module : List.of("attention.output.LayerNorm", "output.LayerNorm")) {
            tensor(layer(index) + module + ".weight", width, 0);
            tensor(layer(index) + module + ".bias", width, 0);
        }
    }

    private void linear(String name, int out, int in) {
        tensor(name + ".weight", out, in);
        tensor(name + ".bias", out, 0);
    }

    /** The config of an encoder; one that no class of transformers computes names the code that lies beside it. */
    public static ObjectNode config(EncoderConfig shape, InputConfig input) {
        boolean stock = computes(shape, input.pooling());
        ObjectNode out = Json.object();
        out.putArray("architectures").add(stock ? HubFiles.BERT : "BertRewardModel");
        if (!stock) {
            out.putObject("auto_map").put("AutoModelForSequenceClassification", "modeling_reward.BertRewardModel");
            out.put("reward_read_out", input.pooling().method());
        }
        out.put("model_type", "bert");
        out.put("hidden_act", "gelu");
        out.put("hidden_size", shape.width());
        out.put("intermediate_size", shape.inner());
        out.put("num_hidden_layers", stock ? layers(shape, input.pooling()) : shape.layers());
        out.put("num_attention_heads", shape.heads());
        out.put("vocab_size", shape.vocabulary());
        out.put("max_position_embeddings", EncoderConfig.POSITIONS);
        out.put("type_vocab_size", EncoderConfig.TYPES);
        out.put("layer_norm_eps", EncoderConfig.EPSILON);
        out.put("hidden_dropout_prob", input.options().dropout());
        out.put("attention_probs_dropout_prob", input.options().dropout());
        out.put("pad_token_id", 0);
        out.put("torch_dtype", "float32");
        HubFiles.label(out);
        return out;
    }
}
