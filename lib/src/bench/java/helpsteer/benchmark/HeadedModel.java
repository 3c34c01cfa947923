package helpsteer.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.nn.Gradients;
import helpsteer.nn.Parameters;
import helpsteer.nn.Precision;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.DecoderConfig;
import helpsteer.nn.decoder.DecoderInput;
import helpsteer.nn.encoder.Encoder;
import helpsteer.nn.encoder.EncoderConfig;
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
import java.util.function.UnaryOperator;

/**
 * A folder's encoder or decoder with a linear head: the mean state and a bias for encoders, the last state and none for
 * decoders.
 */
final class HeadedModel implements AutoCloseable {
    private static final String HEAD_WEIGHT = "score.weight";
    private static final String HEAD_BIAS = "score.bias";

    /** What lies under the head. */
    private interface Body {
        /** The states that the head reads, shape (B, D), without dropout. */
        NDArray states(List<int[]> sequences, NDManager scope);

        /** Adds the gradient of a loss of these states, with dropout, to the parameters'; returns the loss. */
        double backward(List<int[]> sequences, UnaryOperator<NDArray> loss, NDManager scope);
    }

    private final NDManager manager = Torch.newManager();
    private final Parameters parameters = new Parameters(manager);
    private final TorchScript head = TorchScript.load(manager, "head", Map.of());
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Body body;
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
        body = encoder ? encoder(config, weights, dropout) : decoder(config, weights, settings, dropout);
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

    private Body encoder(ModelConfig config, TensorMap weights, double dropout) {
        EncoderConfig shape = new EncoderConfig(
                config.count("hidden_size"),
                config.count("num_hidden_layers"),
                config.count("num_attention_heads"),
                config.count("intermediate_size"),
                config.count("vocab_size"));
        Encoder encoder = new Encoder(shape, weights, parameters, manager, dropout);
        parts.add(encoder);
        return new Body() {
            @Override
            public NDArray states(List<int[]> sequences, NDManager scope) {
                return pooled(encoder, sequences, scope, false);
            }

            @Override
            public double backward(List<int[]> sequences, UnaryOperator<NDArray> loss, NDManager scope) {
                return Gradients.of(1, () -> loss.apply(pooled(encoder, sequences, scope, true)));
            }
        };
    }

    private NDArray pooled(Encoder encoder, List<int[]> sequences, NDManager scope, boolean train) {
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
        NDArray types = scope.create(new long[ids.length], size);
        return head.call("mean_pool", encoder.forward(scope.create(ids, size), types, keep, train), keep);
    }

    private Body decoder(ModelConfig config, TensorMap weights, JsonNode settings, double dropout) {
        Precision precision =
                settings.path("precision").asText("fp32").equals("bf16") ? Precision.BFLOAT16 : Precision.FLOAT32;
        Decoder.Options options =
                Decoder.Options.defaults().withPrecision(precision).withDropout(dropout);
        Decoder decoder = new Decoder(DecoderConfig.of(config), weights, parameters, options, new Seed(1));
        parts.add(decoder);
        return new Body() {
            @Override
            public NDArray states(List<int[]> sequences, NDManager scope) {
                DecoderInput input = DecoderInput.of(sequences, scope);
                return decoder.last(decoder.forward(input), input);
            }

            @Override
            public double backward(List<int[]> sequences, UnaryOperator<NDArray> loss, NDManager scope) {
                DecoderInput input = DecoderInput.of(sequences, scope);
                return decoder.backward(input, hidden -> loss.apply(decoder.last(hidden, input)), 1);
            }
        };
    }

    /** The head's numbers, shape (B, A), in {@code scope}. */
    NDArray predict(List<int[]> sequences, NDManager scope) {
        return head(body.states(sequences, scope));
    }

    private NDArray head(NDArray states) {
        return head.call("linear", states, parameters.get(HEAD_WEIGHT), bias);
    }

    /** The loss without dropout. */
    double loss(Batch batch, NDManager scope) {
        return loss(predict(batch.sequences(), scope), batch, scope).getFloat();
    }

    /** The loss with dropout, whose gradient is added to the parameters'. */
    double backward(Batch batch, NDManager scope) {
        return body.backward(batch.sequences(), states -> loss(head(states), batch, scope), scope);
    }

    /** Mean squared error against the labels where there are any, else Bradley-Terry's loss of the pairs; a scalar. */
    private NDArray loss(NDArray predicted, Batch batch, NDManager scope) {
        if (!batch.labels().isEmpty()) {
            NDArray labels = scope.create(batch.labels().toArray(float[][]::new));
            return head.call("squared_error", predicted, labels, labels.onesLike());
        }
        NDArray halves = predicted.reshape(2, batch.sequences().size() / 2);
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
