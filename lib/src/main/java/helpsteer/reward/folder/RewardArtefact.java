package helpsteer.reward.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.nn.encoder.EncoderConfig;
import helpsteer.reward.BertTrunk;
import helpsteer.reward.HubFiles;
import helpsteer.reward.InputConfig;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardModel;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trained encoder with its head as a folder in HuggingFace's layout: {@code config.json}, {@code model.safetensors},
 * the tokenizer's files and, written last, {@code reward.json}.
 *
 * <p>Python opens it by {@code AutoModelForSequenceClassification}; where its {@code BertForSequenceClassification} has no
 * such read-out (the last token; very narrow encoders) the code for it lies in the folder. What that class cannot hold as
 * it is lies in {@code head.safetensors}. {@code reward.json} holds shape, reading, attribute order, notes and the scores
 * of a few probe texts, which are computed again when the folder is opened: a model that lost its head, or whose
 * tokenizer changed, is refused.
 */
public final class RewardArtefact {
    private static final String HEAD = "head.safetensors";
    private static final Map<String, String> METADATA = Map.of("format", "pt"); // HuggingFace's reader asks for it

    private RewardArtefact() {}

    /** Writes the model; a folder that is cut short by a crash holds no {@code reward.json} and is no artefact. */
    public static void save(RewardModel model, Path folder) {
        save(model, folder, ArtefactNotes.NONE);
    }

    /** The same with what is to be recorded beside the numbers. */
    public static void save(RewardModel model, Path folder, ArtefactNotes notes) {
        BertTrunk body = encoder(model);
        ModelFolder.save(model, folder, ModelFolder.Kind.ENCODER, notes, root -> {
            byte[] tokenizer = Files.readAllBytes(body.pretrained().tokenizer());
            AtomicFile.write(folder.resolve(HubFiles.TOKENIZER), t -> Files.write(t, tokenizer));
            writeWeights(body, model.parameters().live(), folder);
            HubFiles.write(
                    folder,
                    HubFiles.CONFIG,
                    BertClassifier.config(body.pretrained().shape(), body.input()));
            HubFiles.write(
                    folder,
                    HubFiles.TOKENIZER_CONFIG,
                    HubFiles.tokenizerConfig(body.input().maxTokens()));
            describe(root, body);
        });
    }

    private static BertTrunk encoder(RewardModel model) {
        if (model.body() instanceof BertTrunk body) {
            return body;
        }
        throw new IllegalArgumentException(
                "this artefact must be of an encoder, got a decoder; save it with DecoderArtefact");
    }

    private static void writeWeights(BertTrunk body, TensorMap own, Path folder) throws IOException {
        List<StoredTensor> aside = new ArrayList<>();
        if (BertClassifier.computes(body.pretrained().shape(), body.input().pooling())) {
            for (String name : BertClassifier.changed(
                    body.pretrained().shape(), body.input().pooling())) {
                aside.add(own.require(name, shapeOf(own, name)));
            }
        } else {
            HubFiles.writeCode(folder);
        }
        Safetensors.write(
                folder.resolve(Safetensors.FILE),
                classifier(body.pretrained().shape(), body.input().pooling(), own)
                        .all(),
                METADATA);
        if (aside.isEmpty()) {
            Files.deleteIfExists(folder.resolve(HEAD));
        } else {
            Safetensors.write(folder.resolve(HEAD), aside, METADATA);
        }
    }

    private static List<Long> shapeOf(TensorMap weights, String name) {
        StoredTensor tensor = weights.find(name);
        return tensor == null ? List.of() : tensor.shape();
    }

    /** The tensors of model.safetensors. */
    private static TensorMap classifier(EncoderConfig shape, Pooling pooling, TensorMap own) {
        if (BertClassifier.computes(shape, pooling)) {
            return BertClassifier.of(shape, pooling, own);
        }
        return new TensorMap(own.all().stream()
                .map(t -> t.name().startsWith("score.") ? t : t.withName(BertClassifier.BODY + t.name()))
                .toList());
    }

    private static void describe(ObjectNode root, BertTrunk body) {
        root.set("shape", Json.tree(body.pretrained().shape()));
        root.set("reading", body.pretrained().describe(body.input()));
        boolean stock =
                BertClassifier.computes(body.pretrained().shape(), body.input().pooling());
        ObjectNode python = root.putObject("python");
        python.put("class", stock ? HubFiles.BERT : "modeling_reward.BertRewardModel");
        python.put("trustRemoteCode", !stock);
        python.put(
                "addedLayers",
                stock
                        ? BertClassifier.layers(
                                        body.pretrained().shape(), body.input().pooling())
                                - body.pretrained().shape().layers()
                        : 0);
        if (!body.input().pooling().label().isEmpty()) {
            python.put("label", body.input().pooling().label()); // its tokens stand behind the last [SEP]
        }
    }

    /** What the description's folder holds; whoever calls compares the probes. */
    static RewardModel read(Path folder, JsonNode root) throws IOException {
        EncoderConfig shape = Json.read(part(root, "shape"), EncoderConfig.class);
        InputConfig input = PretrainedEncoder.input(part(root, "reading"));
        return open(shape, input, own(folder, shape, input.pooling()), folder.resolve(HubFiles.TOKENIZER));
    }

    private static RewardModel open(EncoderConfig shape, InputConfig input, TensorMap weights, Path tokenizer) {
        weights.require(RewardModel.HEAD_BIAS, List.of((long) Attribute.COUNT));
        PretrainedEncoder encoder = new PretrainedEncoder("saved", shape, weights, tokenizer);
        return new RewardModel(encoder.trunk(input, new Seed(0)), weights);
    }

    private static JsonNode part(JsonNode root, String name) {
        if (!root.path(name).isObject()) {
            throw new InvalidWeightsException(
                    ModelFolder.REWARD + " must hold " + name + ", got none; save the model again");
        }
        return root.path(name);
    }

    /** The model's own tensors: those of head.safetensors where there is one, and all others out of the classifier's. */
    private static TensorMap own(Path folder, EncoderConfig shape, Pooling pooling) throws IOException {
        Map<String, StoredTensor> own = new LinkedHashMap<>();
        if (Files.exists(folder.resolve(HEAD))) {
            Safetensors.read(folder.resolve(HEAD)).all().forEach(tensor -> own.put(tensor.name(), tensor));
        }
        TensorMap file = Safetensors.read(folder.resolve(Safetensors.FILE));
        shape.requireFits(new TensorMap(
                file.all().stream().map(t -> t.withName(ownName(t.name()))).toList()));
        Set<String> used = BertTrunk.names(shape, pooling);
        used.addAll(List.of(RewardModel.HEAD_WEIGHT, RewardModel.HEAD_BIAS));
        if (!own.isEmpty()) {
            used.removeAll(BertClassifier.changed(shape, pooling));
        }
        for (StoredTensor tensor : file.all()) {
            String name = ownName(tensor.name());
            if (used.contains(name)) {
                own.putIfAbsent(name, tensor.withName(name));
            }
        }
        return new TensorMap(own.values()).requireFinite();
    }

    private static String ownName(String name) {
        return switch (name) {
            case BertClassifier.WEIGHT -> RewardModel.HEAD_WEIGHT;
            case BertClassifier.BIAS -> RewardModel.HEAD_BIAS;
            default -> name.startsWith(BertClassifier.BODY) ? name.substring(BertClassifier.BODY.length()) : name;
        };
    }

    /**
     * Opens a {@code BertForSequenceClassification} that Python's transformers saved; its outputs are the five attributes
     * by the names in {@code id2label}, in any order. It reads {@code [CLS] prompt [SEP] response [SEP]}.
     *
     * @param maxTokens longest text, special tokens included, 8..512
     * @throws InvalidWeightsException where it is another class, its outputs have other names, or a file is damaged
     */
    public static RewardModel loadHub(Path folder, int maxTokens) {
        PretrainedEncoder pretrained = PretrainedEncoder.open(folder);
        try {
            ModelConfig config = ModelConfig.read(folder.resolve(HubFiles.CONFIG));
            if (!HubFiles.architecture(config).equals(HubFiles.BERT)) {
                throw new InvalidWeightsException(config.source() + ": architectures must be [" + HubFiles.BERT
                        + "], got [" + HubFiles.architecture(config) + "]; another class has another head");
            }
            int[] rows = HubFiles.rows(config);
            TensorMap all = pretrained.weights();
            long width = pretrained.shape().width();
            List<StoredTensor> weights = new ArrayList<>();
            for (StoredTensor tensor : all.all()) {
                if (!tensor.name().startsWith("classifier.")) {
                    weights.add(tensor);
                }
            }
            long count = Attribute.COUNT;
            weights.add(HubFiles.head(all, BertClassifier.WEIGHT, RewardModel.HEAD_WEIGHT, rows, count, width));
            weights.add(HubFiles.head(all, BertClassifier.BIAS, RewardModel.HEAD_BIAS, rows, count));
            InputConfig input = InputConfig.encoder()
                    .withPooling(Pooling.POOLER)
                    .withMaxTokens(maxTokens)
                    .withDropout(config.number("hidden_dropout_prob", 0.1));
            return open(pretrained.shape(), input, new TensorMap(weights), pretrained.tokenizer());
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the model in " + folder.getFileName() + ": " + e, e);
        }
    }
}
