package helpsteer.nn.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Owned;
import helpsteer.nn.Parameters;
import helpsteer.nn.TorchScript;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A BERT encoder whose forward pass is the script {@code bert.py}; its parameters carry their HuggingFace names.
 *
 * <p>The script comes twice: as it is for scoring, and with dropout for training.
 */
public final class Encoder implements AutoCloseable {
    private final Owned owned = new Owned();
    private final EncoderConfig config;
    private final Parameters parameters;
    private final List<NDArray> ordered;
    private final TorchScript scoring;
    private final TorchScript training;

    /**
     * Takes the encoder's tensors out of a file's.
     *
     * @param parameters receives the encoder's parameters
     * @param dropout rate in [0, 1) while training; 0.1 in BERT
     * @throws InvalidWeightsException where one is missing or has another shape
     */
    public Encoder(EncoderConfig config, TensorMap weights, Parameters parameters, NDManager manager, double dropout) {
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
        }
        config.requireFits(weights);
        this.config = config;
        this.parameters = parameters;
        for (String name : weights.names()) {
            if (name.startsWith("encoder.layer.") && !shapes(config).containsKey(name)) {
                throw new InvalidWeightsException("config must have a place for " + name + " of the weights, got "
                        + config.layers() + " layers; check that the config belongs to these weights");
            }
        }
        shapes(config).forEach((name, shape) -> parameters.add(weights.require(name, shape)));
        ordered = names(config).stream().map(parameters::get).toList();
        try {
            scoring = owned.add(TorchScript.load(manager, "bert", constants(config, 0)));
            training = owned.add(TorchScript.load(manager, "bert", constants(config, dropout)));
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    private static Map<String, Object> constants(EncoderConfig config, double dropout) {
        return Map.of(
                "D",
                config.width(),
                "H",
                config.heads(),
                "HD",
                config.width() / config.heads(),
                "L",
                config.layers(),
                "EPS",
                EncoderConfig.EPSILON,
                "DROP",
                dropout == 0 ? "x" : "torch.dropout(x, " + dropout + ", True)",
                "ATTENTION_DROP",
                dropout);
    }

    /**
     * Last hidden states.
     *
     * @param ids token ids, int64, shape (B, T)
     * @param types 0 for tokens of the first text, 1 for the second, int64, shape (B, T)
     * @param keep 1 for real tokens, 0 for padding, shape (B, T)
     * @param train whether dropout is on
     * @return shape (B, T, D), in the manager of {@code ids}; values at padding mean nothing
     */
    public NDArray forward(NDArray ids, NDArray types, NDArray keep, boolean train) {
        return (train ? training : scoring).call("encode", ids, types, keep, ordered);
    }

    public EncoderConfig config() {
        return config;
    }

    public Parameters parameters() {
        return parameters;
    }

    /** The names of all parameters in the order that the script takes them. */
    public static List<String> names(EncoderConfig config) {
        List<String> names = new ArrayList<>(List.of(
                "embeddings.word_embeddings.weight",
                "embeddings.position_embeddings.weight",
                "embeddings.token_type_embeddings.weight",
                "embeddings.LayerNorm.weight",
                "embeddings.LayerNorm.bias"));
        for (int i = 0; i < config.layers(); i++) {
            for (String module : List.of(
                    "attention.self.query",
                    "attention.self.key",
                    "attention.self.value",
                    "attention.output.dense",
                    "attention.output.LayerNorm",
                    "intermediate.dense",
                    "output.dense",
                    "output.LayerNorm")) {
                names.add("encoder.layer." + i + "." + module + ".weight");
                names.add("encoder.layer." + i + "." + module + ".bias");
            }
        }
        return names;
    }

    private static Map<String, List<Long>> shapes(EncoderConfig config) {
        long d = config.width();
        long inner = config.inner();
        Map<String, List<Long>> shapes = new TreeMap<>();
        for (String name : names(config)) {
            boolean matrix = name.endsWith(".weight");
            if (name.endsWith("word_embeddings.weight")) {
                shapes.put(name, List.of((long) config.vocabulary(), d));
            } else if (name.endsWith("position_embeddings.weight")) {
                shapes.put(name, List.of((long) EncoderConfig.POSITIONS, d));
            } else if (name.endsWith("token_type_embeddings.weight")) {
                shapes.put(name, List.of((long) EncoderConfig.TYPES, d));
            } else if (name.contains("LayerNorm")) {
                shapes.put(name, List.of(d));
            } else if (name.contains("intermediate")) {
                shapes.put(name, matrix ? List.of(inner, d) : List.of(inner));
            } else if (name.contains("attention")) {
                shapes.put(name, matrix ? List.of(d, d) : List.of(d));
            } else {
                shapes.put(name, matrix ? List.of(d, inner) : List.of(d));
            }
        }
        return shapes;
    }

    @Override
    public void close() {
        owned.close();
    }
}
