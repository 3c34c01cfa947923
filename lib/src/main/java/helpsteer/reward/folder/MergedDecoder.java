package helpsteer.reward.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.nn.decoder.Decoder;
import helpsteer.reward.DecoderTrunk;
import helpsteer.reward.HubFiles;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.RewardModel;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.text.TokenizerConfig;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.Shards;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A whole decoder with its head as a folder that Python opens by {@code AutoModelForSequenceClassification}: adapters are
 * merged into the weights, so neither PEFT nor the base model is needed. {@code reward.json}, written last, holds
 * template, length, precision, attribute order and the scores of probe texts.
 */
public final class MergedDecoder {
    /** What the classes' names end with. */
    static final String CLASSIFIER = "ForSequenceClassification";

    private static final PromptResponse PROBE =
            new PromptResponse(Prompt.ofUser("Which token is the last?"), "This one.");

    private MergedDecoder() {}

    /** Writes the model with {@link ArtefactNotes#NONE}. */
    public static void save(RewardModel model, Path folder) {
        save(model, folder, ArtefactNotes.NONE);
    }

    /**
     * Writes base, adapters and head as one model, in fp32.
     *
     * @throws IllegalArgumentException where the model is no decoder
     */
    public static void save(RewardModel model, Path folder, ArtefactNotes notes) {
        if (!(model.body() instanceof DecoderTrunk body)) {
            throw new IllegalArgumentException(
                    "this artefact must be of a decoder, got an encoder; save it with RewardArtefact");
        }
        ModelFolder.save(model, folder, ModelFolder.Kind.DECODER, notes, root -> {
            HubFiles.copyTokenizer(body.pretrained().tokenizer(), folder);
            Shards.write(folder, model.mergedWeights().all(), HubFiles.SHARD_BYTES);
            HubFiles.write(folder, HubFiles.CONFIG, config(body));
            DecoderArtefact.describe(root, body);
        });
    }

    private static ObjectNode config(DecoderTrunk body) throws IOException {
        ModelConfig base = body.pretrained().files().config();
        ObjectNode out = HubFiles.config(base, CLASSIFIER);
        HubFiles.label(out);
        OptionalInt pad = pad(base, body);
        if (pad.isPresent()) {
            out.put("pad_token_id", pad.getAsInt());
        } else {
            out.putNull("pad_token_id");
        }
        return out;
    }

    /**
     * What batches are padded with. The classes read the last token that is no padding, so a token that texts end with
     * would move the read-out; without one they refuse batches of more than one text.
     */
    private static OptionalInt pad(ModelConfig base, DecoderTrunk body) throws IOException {
        JsonNode given = HubFiles.object(base).path("pad_token_id");
        String token = TokenizerConfig.beside(body.pretrained().tokenizer()).padToken();
        int pad;
        if (given.isIntegralNumber()) {
            pad = given.intValue();
        } else if (token != null) {
            pad = body.idOf(token);
        } else {
            return OptionalInt.empty();
        }
        return body.lastToken(PROBE) == pad ? OptionalInt.empty() : OptionalInt.of(pad);
    }

    /** What the description's folder holds; whoever calls compares the probes. */
    static RewardModel read(Path folder, JsonNode root) {
        PretrainedDecoder pretrained = PretrainedDecoder.open(folder);
        TensorMap weights = pretrained.files().weights();
        RewardModel model = open(pretrained, DecoderArtefact.input(root, Decoder.Options.defaults()), weights);
        for (String name : weights.names()) {
            if (!model.parameters().names().contains(name)) {
                model.close();
                throw new InvalidWeightsException("weights must belong to the model, got " + name + " besides");
            }
        }
        return model;
    }

    private static RewardModel open(PretrainedDecoder pretrained, InputConfig input, TensorMap weights) {
        return new RewardModel(new DecoderTrunk(pretrained, input, new TensorMap(List.of()), new Seed(0)), weights);
    }

    /**
     * Opens a decoder's classifier that Python's transformers saved, such as {@code LlamaForSequenceClassification}; its
     * outputs are the five attributes by the names in {@code id2label}, in any order.
     *
     * @param input as the model was trained, without adapters
     * @throws InvalidWeightsException where it is another class, its outputs have other names, or a file is damaged
     */
    public static RewardModel loadHub(Path folder, InputConfig input) {
        if (input.options().lora().isPresent()) {
            throw new IllegalArgumentException(
                    "input must ask for no adapters, got some; open adapters with DecoderArtefact.loadPeft");
        }
        PretrainedDecoder pretrained = PretrainedDecoder.open(folder);
        try {
            ModelConfig config = pretrained.files().config();
            String wanted = HubFiles.decoderClass(config, CLASSIFIER).orElse("");
            if (!HubFiles.architecture(config).equals(wanted)) {
                throw new InvalidWeightsException(config.source() + ": architectures must be [" + wanted + "], got ["
                        + HubFiles.architecture(config) + "]; another class has another head");
            }
            long width = pretrained.shape().width();
            List<StoredTensor> head = new ArrayList<>();
            head.add(HubFiles.head(
                    pretrained.files().weights(),
                    RewardModel.HEAD_WEIGHT,
                    RewardModel.HEAD_WEIGHT,
                    HubFiles.rows(config),
                    (long) Attribute.COUNT,
                    width));
            return open(pretrained, input, new TensorMap(head));
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the model in " + folder.getFileName() + ": " + e, e);
        }
    }
}
