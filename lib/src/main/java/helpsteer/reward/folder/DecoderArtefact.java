package helpsteer.reward.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.nn.Parameters;
import helpsteer.nn.Precision;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.DecoderTrunk;
import helpsteer.reward.HubFiles;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.RewardModel;
import helpsteer.run.Seed;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.PeftAdapter;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder's adapters and head as a folder that Python's PEFT opens: {@code adapter_config.json},
 * {@code adapter_model.safetensors}, the tokenizer's files, and {@code reward.json} with template, length, precision,
 * attribute order and the scores of probe texts, which are computed again at load.
 *
 * <p>In Python: {@code AutoModelForSequenceClassification.from_pretrained(BASE, num_labels=5)}, then
 * {@code PeftModel.from_pretrained(model, FOLDER)}.
 */
public final class DecoderArtefact {
    private DecoderArtefact() {}

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
        ModelFolder.save(model, folder, ModelFolder.Kind.ADAPTERS, notes, root -> {
            HubFiles.copyTokenizer(body.pretrained().tokenizer(), folder);
            PeftAdapter.write(
                    folder,
                    body.decoder()
                            .options()
                            .lora()
                            .orElseThrow()
                            .peftConfig("SEQ_CLS", body.pretrained().files().source(), List.of("score")),
                    trained(model, body));
            describe(root, body);
            root.put("dropout", body.decoder().options().dropout());
        });
    }

    private static List<StoredTensor> trained(RewardModel model, DecoderTrunk body) {
        List<StoredTensor> out = new ArrayList<>();
        for (String name : body.decoder().adapterNames()) {
            out.add(Parameters.live(name, model.parameters().get(name)));
        }
        out.add(Parameters.live(RewardModel.HEAD_WEIGHT, model.parameters().get(RewardModel.HEAD_WEIGHT)));
        return out;
    }

    /** How a decoder takes in texts. */
    static void describe(ObjectNode root, DecoderTrunk body) {
        root.put("base", body.pretrained().id());
        root.put("template", body.input().template().name());
        root.put("maxTokens", body.input().maxTokens());
        root.put("precision", body.precision().name());
    }

    /** The input that {@link #describe} wrote, with these options but for the precision. */
    static InputConfig input(JsonNode root, Decoder.Options options) {
        return InputConfig.decoder()
                .withTemplate(InputConfig.Template.valueOf(root.path("template").asText()))
                .withMaxTokens(root.path("maxTokens").asInt())
                .withOptions(options.withPrecision(
                        Precision.valueOf(root.path("precision").asText())));
    }

    /** What the description's folder holds, on its base; whoever calls compares the probes. */
    static RewardModel read(Path folder, JsonNode root, PretrainedDecoder base) throws IOException {
        if (!root.path("base").asText().equals(base.id())) {
            throw new InvalidWeightsException(ModelFolder.REWARD + ": base must be " + base.id() + " as given, got "
                    + root.path("base").asText("none"));
        }
        Decoder.Options options =
                Decoder.Options.defaults().withDropout(root.path("dropout").asDouble());
        return loadPeft(folder, base, input(root, options));
    }

    /**
     * Opens adapters and head as PEFT saved them, without a {@code reward.json}: what Python trained.
     *
     * @param input as the model was trained; its adapters are replaced by the folder's
     */
    public static RewardModel loadPeft(Path folder, PretrainedDecoder base, InputConfig input) {
        try {
            PeftAdapter adapter = PeftAdapter.read(folder);
            InputConfig adapted = input.withOptions(input.options().withLora(Lora.of(adapter.config())));
            return checked(open(base, adapted, adapter.weights()), adapter.weights());
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the adapters in " + folder.getFileName() + ": " + e, e);
        }
    }

    private static RewardModel open(PretrainedDecoder base, InputConfig input, TensorMap weights) {
        TensorMap adapters = new TensorMap(weights.all().stream()
                .filter(t -> !t.name().equals(RewardModel.HEAD_WEIGHT))
                .toList());
        return new RewardModel(new DecoderTrunk(base, input, adapters, new Seed(0)), weights);
    }

    /** Closes the model where weights are missing or left over. */
    private static RewardModel checked(RewardModel model, TensorMap weights) {
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
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }
}
