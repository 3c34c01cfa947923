package helpsteer.reward.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.nn.Parameters;
import helpsteer.nn.Precision;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.DecoderReading;
import helpsteer.reward.DecoderTrunk;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.RewardModel;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.PeftAdapter;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A decoder's adapters and head as a folder that Python's PEFT opens: {@code adapter_config.json},
 * {@code adapter_model.safetensors}, the tokenizer's files, and {@code reward.json} with template, length, precision,
 * attribute order and the scores of probe texts, which are computed again at load.
 *
 * <p>In Python: {@code AutoModelForSequenceClassification.from_pretrained(BASE, num_labels=5)}, then
 * {@code PeftModel.from_pretrained(model, FOLDER)}.
 */
public final class DecoderArtefact {
    private static final int FORMAT = 1;
    private static final String REWARD = "reward.json";

    private DecoderArtefact() {}

    /** Whether the folder holds a complete artefact; {@code reward.json} is written last. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(REWARD));
    }

    /** Writes the model with {@link ArtefactNotes#NONE}. */
    public static void save(RewardModel model, Path folder) {
        save(model, folder, ArtefactNotes.NONE);
    }

    /**
     * Writes the adapters and the head of a model; a folder that is cut short by a crash is no artefact.
     *
     * @param notes what is to be recorded beside the numbers
     * @throws IllegalArgumentException where the model is no decoder with adapters
     */
    public static void save(RewardModel model, Path folder, ArtefactNotes notes) {
        if (!(model.body() instanceof DecoderTrunk body)
                || body.decoder().options().lora().isEmpty()) {
            throw new IllegalArgumentException(
                    "this artefact must be of a decoder with adapters, got another model; train it with Lora");
        }
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(REWARD));
            copyTokenizer(body.backbone().tokenizer(), folder);
            PeftAdapter.write(
                    folder,
                    body.decoder()
                            .options()
                            .lora()
                            .orElseThrow()
                            .peftConfig("SEQ_CLS", body.backbone().files().source(), List.of("score")),
                    trained(model, body));
            Json.save(folder.resolve(REWARD), describe(model, body, notes));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the model to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static List<StoredTensor> trained(RewardModel model, DecoderTrunk body) {
        List<StoredTensor> out = new ArrayList<>();
        for (String name : body.decoder().adapterNames()) {
            out.add(Parameters.stored(name, model.parameters().get(name)));
        }
        out.add(Parameters.stored(RewardModel.HEAD_WEIGHT, model.parameters().get(RewardModel.HEAD_WEIGHT)));
        return out;
    }

    public static void copyTokenizer(Path tokenizer, Path folder) throws IOException {
        for (String name : List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
            Path from = tokenizer.resolveSibling(name);
            if (Files.exists(from)) {
                AtomicFile.write(folder.resolve(name), t -> Files.write(t, Files.readAllBytes(from)));
            }
        }
    }

    private static ObjectNode describe(RewardModel model, DecoderTrunk body, ArtefactNotes notes) {
        ObjectNode root = Json.object();
        root.put("format", FORMAT);
        root.put("kind", RewardModels.Kind.ADAPTERS.name());
        root.put("base", body.backbone().id());
        root.put("template", body.reading().template().name());
        root.put("maxTokens", body.reading().maxTokens());
        root.put("precision", body.decoder().options().precision().name());
        root.put("dropout", body.decoder().options().dropout());
        notes.describe(root);
        Probes.describe(root, model);
        return root;
    }

    /**
     * Opens an artefact on its base model and scores its probes again.
     *
     * @throws InvalidWeightsException where a file is missing or damaged, the base is another, the attributes come in
     *     another order, a tensor is missing or extra, or a probe's score differs
     */
    public static RewardModel load(Path folder, PretrainedDecoder base) {
        if (!exists(folder)) {
            throw new InvalidWeightsException(folder.getFileName() + " must hold " + REWARD
                    + ", got none; the model was never saved whole, so train it again");
        }
        try {
            JsonNode root = Json.read(folder.resolve(REWARD));
            check(root.path("format").asInt() == FORMAT, "format", Integer.toString(FORMAT), root);
            check(root.path("base").asText().equals(base.id()), "base", base.id() + " as given", root);
            Probes.checkOrder(root);
            PeftAdapter adapter = PeftAdapter.read(folder);
            Decoder.Options options = new Decoder.Options(
                            Precision.valueOf(root.path("precision").asText()),
                            root.path("dropout").asDouble(),
                            false,
                            Optional.empty())
                    .withLora(Lora.of(adapter.config()));
            DecoderReading reading = new DecoderReading(
                    DecoderReading.Template.valueOf(root.path("template").asText()),
                    root.path("maxTokens").asInt(),
                    options);
            return checked(
                    open(base, reading, adapter.weights()), adapter.weights(), model -> Probes.check(root, model));
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException(REWARD + " must be what save wrote: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidWeightsException(
                    "cannot use the model in " + folder.getFileName() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the model in " + folder.getFileName() + ": " + e, e);
        }
    }

    /**
     * Opens adapters and head as PEFT saved them, without a {@code reward.json}: what Python trained.
     *
     * @param reading as the model was trained; its adapters are replaced by the folder's
     */
    public static RewardModel loadPeft(Path folder, PretrainedDecoder base, DecoderReading reading) {
        try {
            PeftAdapter adapter = PeftAdapter.read(folder);
            DecoderReading adapted = reading.withOptions(reading.options().withLora(Lora.of(adapter.config())));
            return checked(open(base, adapted, adapter.weights()), adapter.weights(), model -> {});
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the adapters in " + folder.getFileName() + ": " + e, e);
        }
    }

    private static RewardModel open(PretrainedDecoder base, DecoderReading reading, TensorMap weights) {
        TensorMap adapters = new TensorMap(weights.all().stream()
                .filter(t -> !t.name().equals(RewardModel.HEAD_WEIGHT))
                .toList());
        return new RewardModel(new DecoderTrunk(base, reading, adapters, new Seed(0)), weights);
    }

    /** Closes the model where weights are missing or left over, or where the last check refuses it. */
    private static RewardModel checked(RewardModel model, TensorMap weights, Consumer<RewardModel> last) {
        try {
            for (String name : model.trained()) {
                if (weights.find(name) == null) {
                    throw new InvalidWeightsException("adapters must hold " + name + ", got "
                            + weights.names().size() + " other tensors; save them again");
                }
            }
            for (String name : weights.names()) {
                if (!model.parameters().names().contains(name)) {
                    throw new InvalidWeightsException("adapters must belong to the model, got " + name + " besides");
                }
            }
            last.accept(model);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static void check(boolean holds, String key, String rule, JsonNode root) {
        if (!holds) {
            throw new InvalidWeightsException(REWARD + ": " + key + " must be " + rule + ", got "
                    + root.path(key).asText("none"));
        }
    }
}
