package helpsteer.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.nn.Decoder;
import helpsteer.nn.DecoderConfig;
import helpsteer.nn.DecoderInput;
import helpsteer.nn.Encoder;
import helpsteer.nn.EncoderConfig;
import helpsteer.nn.Parameters;
import helpsteer.nn.Precision;
import helpsteer.nn.Script;
import helpsteer.nn.Torch;
import helpsteer.run.Seed;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder's encoder or decoder with a linear head: the mean state and a bias for encoders, the last state and none for
 * decoders.
 */
final class HeadedModel implements AutoCloseable {
    private static final String HEAD_WEIGHT = "score.weight";
    private static final String HEAD_BIAS = "score.bias";

    /** From token ids to the state that the head reads, shape (B, D). */
    private interface ReadOut {
        NDArray apply(List<int[]> sequences, NDManager scope, boolean train);
    }

    private final NDManager manager = Torch.newManager();
    private final Parameters parameters = new Parameters(manager);
    private final Script head = Script.load(manager, "head", Map.of());
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final ReadOut readOut;
    private final NDArray bias;

    /**
     * Loads {@code config.json}, {@code model.safetensors} and {@code head.safetensors}.
     *
     * @param settings {@code model}, the folder; {@code dropout}; {@code precision}, fp32 or bf16, for decoders
     */
    HeadedModel(JsonNode settings) throws IOException {
        Path folder = Path.of(settings.path("model").asText());
        ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
        TensorMap weights = Safetensors.read(folder.resolve("model.safetensors"));
        double dropout = settings.path("dropout").asDouble(0);
        boolean encoder = config.text("model_type").equals("bert");
        readOut = encoder ? encoder(config, weights, dropout) : decoder(config, weights, settings, dropout);
        TensorMap headWeights = Safetensors.read(folder.resolve("head.safetensors"));
        StoredTensor weight = headWeights.all().stream()
                .filter(t -> t.name().equals(HEAD_WEIGHT))
                .findFirst()
                .orElseThrow();
        parameters.add(weight);
        long outputs = weight.shape().get(0);
        if (encoder) {
            parameters.add(headWeights.require(HEAD_BIAS, List.of(outputs)));
            bias = parameters.get(HEAD_BIAS);
        } else {
            bias = manager.zeros(new Shape(outputs));
        }
    }

    private ReadOut encoder(ModelConfig config, TensorMap weights, double dropout) {
        EncoderConfig shape = new EncoderConfig(
                config.count("hidden_size"),
                config.count("num_hidden_layers"),
                config.count("num_attention_heads"),
                config.count("intermediate_size"),
                config.count("vocab_size"));
        Encoder encoder = new Encoder(shape, weights, parameters, manager, dropout);
        parts.add(encoder);
        return (sequences, scope, train) -> {
            int longest = sequences.stream().mapToInt(s -> s.length).max().orElseThrow();
            Shape size = new Shape(sequences.size(), longest);
            long[] ids = new long[sequences.size() * longest];
            float[] real = new float[ids.length];
            for (int r = 0; r < sequences.size(); r++) {
                int[] sequence = sequences.get(r);
                for (int t = 0; t < sequence.length; t++) {
                    ids[r * longest + t] = sequence[t];
                    real[r * longest + t] = 1;
                }
            }
            NDArray keep = scope.create(real, size);
            NDArray hidden =
                    encoder.forward(scope.create(ids, size), scope.create(new long[ids.length], size), keep, train);
            return head.call("mean_pool", hidden, keep);
        };
    }

    private ReadOut decoder(ModelConfig config, TensorMap weights, JsonNode settings, double dropout) {
        Precision precision =
                settings.path("precision").asText("fp32").equals("bf16") ? Precision.BFLOAT16 : Precision.FLOAT32;
        Decoder.Options options =
                Decoder.Options.defaults().withPrecision(precision).withDropout(dropout);
        Decoder decoder = new Decoder(DecoderConfig.of(config), weights, parameters, options, new Seed(1));
        parts.add(decoder);
        return (sequences, scope, train) -> {
            DecoderInput input = DecoderInput.of(sequences, scope);
            return decoder.last(decoder.forward(input, train), input);
        };
    }

    /** The head's numbers, shape (B, A), in {@code scope}. */
    NDArray predict(List<int[]> sequences, NDManager scope, boolean train) {
        return head.call("linear", readOut.apply(sequences, scope, train), parameters.get(HEAD_WEIGHT), bias);
    }

    /** Mean squared error against the labels where there are any, else Bradley-Terry's loss of the pairs; a scalar. */
    NDArray loss(Batch batch, NDManager scope, boolean train) {
        NDArray predicted = predict(batch.sequences(), scope, train);
        if (!batch.labels().isEmpty()) {
            NDArray labels = scope.create(batch.labels().toArray(float[][]::new));
            return head.call("squared_error", predicted, labels, labels.onesLike());
        }
        long pairs = batch.sequences().size() / 2;
        NDArray halves = predicted.reshape(2, pairs);
        NDArray margin = halves.get(0).sub(halves.get(1));
        return margin.neg().getNDArrayInternal().softPlus().mean();
    }

    Parameters parameters() {
        return parameters;
    }

    NDManager manager() {
        return manager;
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        head.close();
        parameters.close();
        manager.close();
    }
}
