package helpsteer.reward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.nn.EncoderConfig;
import helpsteer.run.AtomicFile;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.Safetensors;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A trained reward model as a folder: {@code model.safetensors}, {@code tokenizer.json} and {@code reward.json}.
 *
 * <p>The last holds shape, reading, attribute order and the scores of a few probe texts, which are computed again when
 * the folder is opened: a model that lost its head, or whose tokenizer changed, is refused.
 */
public final class RewardArtefact {
    private static final String WEIGHTS = "model.safetensors";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String REWARD = "reward.json";
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private RewardArtefact() {}

    /** Whether the folder holds a complete artefact; {@code reward.json} is written last. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(REWARD));
    }

    /** Writes the model; a folder that is cut short by a crash holds no {@code reward.json} and is no artefact. */
    public static void save(RewardModel model, Path folder) {
        EncoderBody body = encoder(model);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(REWARD));
            Safetensors.write(
                    folder.resolve(WEIGHTS),
                    model.parameters().snapshot().all(),
                    Map.of("format", "pt")); // the value that HuggingFace's reader asks for
            AtomicFile.write(folder.resolve(TOKENIZER), t -> Files.write(t, Files.readAllBytes(body.tokenizerFile())));
            byte[] json = JSON.writeValueAsBytes(describe(model));
            AtomicFile.write(folder.resolve(REWARD), t -> Files.write(t, json));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the model to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static EncoderBody encoder(RewardModel model) {
        if (model.body() instanceof EncoderBody body) {
            return body;
        }
        throw new IllegalArgumentException(
                "this artefact must be of an encoder, got a decoder; save it with DecoderArtefact");
    }

    private static ObjectNode describe(RewardModel model) {
        EncoderBody body = encoder(model);
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.set("shape", JSON.valueToTree(body.shape()));
        root.set("reading", JSON.valueToTree(body.config()));
        Probes.describe(root, model);
        return root;
    }

    /**
     * Opens an artefact and scores its probes again.
     *
     * @throws InvalidWeightsException where a file is missing or damaged, the attributes come in another order, a head
     *     is missing or extra, or a probe's score differs by more than 1e-4
     */
    public static RewardModel load(Path folder) {
        if (!exists(folder)) {
            throw new InvalidWeightsException(folder.getFileName() + " must hold " + REWARD
                    + ", got none; the model was never saved whole, so train it again");
        }
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(folder.resolve(REWARD)));
            if (root.path("format").asInt() != FORMAT) {
                throw new InvalidWeightsException(REWARD + " must have format " + FORMAT + ", got \""
                        + root.path("format").asText() + "\"; train the model again");
            }
            Probes.checkOrder(root);
            EncoderConfig shape = part(root, "shape", EncoderConfig.class);
            RewardConfig reading = part(root, "reading", RewardConfig.class);
            TensorMap weights = Safetensors.read(folder.resolve(WEIGHTS));
            return checked(RewardModel.ofEncoder(shape, reading, weights, folder.resolve(TOKENIZER)), weights, root);
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException(REWARD + " must be what save wrote: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidWeightsException(
                    "cannot use the model in " + folder.getFileName() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the model in " + folder.getFileName() + ": " + e, e);
        }
    }

    private static <T> T part(JsonNode root, String name, Class<T> type) throws JsonProcessingException {
        if (!root.path(name).isObject()) {
            throw new InvalidWeightsException(REWARD + " must hold " + name + ", got none; train the model again");
        }
        return JSON.treeToValue(root.path(name), type);
    }

    private static RewardModel checked(RewardModel model, TensorMap weights, JsonNode root) {
        try {
            checkNothingElse(weights, model);
            Probes.check(root, model);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static void checkNothingElse(TensorMap weights, RewardModel model) {
        for (String name : weights.names()) {
            if (!model.parameters().names().contains(name)) {
                throw new InvalidWeightsException("weights must belong to the model, got " + name + " besides");
            }
        }
    }
}
