package helpsteer.reward.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.nn.encoder.EncoderConfig;
import helpsteer.reward.BertTrunk;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.RewardModel;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
    static final String WEIGHTS = "model.safetensors";
    static final String REWARD = "reward.json";
    private static final String HEAD = "head.safetensors";
    private static final int FORMAT = 2;

    /** Before the layout was HuggingFace's: all tensors in one file under this library's names. */
    private static final int FIRST_FORMAT = 1;

    private static final Map<String, String> METADATA = Map.of("format", "pt"); // HuggingFace's reader asks for it

    private RewardArtefact() {}

    /** Whether the folder holds a complete artefact; {@code reward.json} is written last. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(REWARD));
    }

    /** Writes the model; a folder that is cut short by a crash holds no {@code reward.json} and is no artefact. */
    public static void save(RewardModel model, Path folder) {
        save(model, folder, ArtefactNotes.NONE);
    }

    /** The same with what is to be recorded beside the numbers. */
    public static void save(RewardModel model, Path folder, ArtefactNotes notes) {
        BertTrunk body = encoder(model);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(REWARD));
            AtomicFile.write(
                    folder.resolve(HubFiles.TOKENIZER), t -> Files.write(t, Files.readAllBytes(body.tokenizerFile())));
            writeWeights(body, model.parameters().snapshot(), folder);
            HubFiles.write(folder, HubFiles.CONFIG, HubFiles.config(body.shape(), body.config()));
            HubFiles.write(
                    folder,
                    HubFiles.TOKENIZER_CONFIG,
                    HubFiles.tokenizerConfig(body.config().maxTokens()));
            HubFiles.write(folder, REWARD, describe(model, body, notes));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the model to " + folder + ": " + e.getMessage(), e);
        }
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
        if (BertClassifier.computes(body.shape(), body.config().readOut())) {
            for (String name :
                    BertClassifier.changed(body.shape(), body.config().readOut())) {
                aside.add(own.require(name, shapeOf(own, name)));
            }
        } else {
            HubFiles.writeCode(folder);
        }
        Safetensors.write(
                folder.resolve(WEIGHTS),
                classifier(body.shape(), body.config(), own).all(),
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
    private static TensorMap classifier(EncoderConfig shape, RewardConfig reading, TensorMap own) {
        if (BertClassifier.computes(shape, reading.readOut())) {
            return BertClassifier.of(shape, reading.readOut(), own);
        }
        return new TensorMap(own.all().stream()
                .map(t -> t.name().startsWith("score.") ? t : t.withName(BertClassifier.BODY + t.name()))
                .toList());
    }

    private static ObjectNode describe(RewardModel model, BertTrunk body, ArtefactNotes notes) {
        ObjectNode root = Json.object();
        root.put("format", FORMAT);
        root.put("kind", RewardModels.Kind.ENCODER.name());
        root.set("shape", Json.tree(body.shape()));
        root.set("reading", Json.tree(body.config()));
        boolean stock = BertClassifier.computes(body.shape(), body.config().readOut());
        ObjectNode python = root.putObject("python");
        python.put("class", stock ? HubFiles.BERT : "modeling_reward.BertRewardModel");
        python.put("trustRemoteCode", !stock);
        python.put(
                "addedLayers",
                stock
                        ? BertClassifier.layers(body.shape(), body.config().readOut())
                                - body.shape().layers()
                        : 0);
        if (!body.config().readOut().label().isEmpty()) {
            python.put("label", body.config().readOut().label()); // its tokens stand behind the last [SEP]
        }
        notes.describe(root);
        Probes.describe(root, model);
        return root;
    }

    /** What was recorded beside the numbers of an artefact of any kind. */
    public static ArtefactNotes notes(Path folder) {
        try {
            return ArtefactNotes.of(Json.read(folder.resolve(REWARD)));
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException(REWARD + " must be what save wrote: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the notes in " + folder.getFileName() + ": " + e, e);
        }
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
            JsonNode root = Json.read(folder.resolve(REWARD));
            int format = root.path("format").asInt();
            if (format != FORMAT && format != FIRST_FORMAT) {
                throw new InvalidWeightsException(REWARD + " must have format " + FORMAT + ", got \""
                        + root.path("format").asText() + "\"; train the model again");
            }
            Probes.checkOrder(root);
            EncoderConfig shape = part(root, "shape", EncoderConfig.class);
            RewardConfig reading = part(root, "reading", RewardConfig.class);
            TensorMap file = Safetensors.read(folder.resolve(WEIGHTS));
            TensorMap weights = format == FIRST_FORMAT ? file : own(folder, file, shape, reading);
            RewardModel model = RewardModel.ofEncoder(shape, reading, weights, folder.resolve(HubFiles.TOKENIZER));
            return checked(model, weights, root);
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
        return Json.read(root.path(name), type);
    }

    /**
     * The model's own tensors. What the classifier of transformers has besides must be what they make of it, so that a
     * folder never says one thing here and another in Python.
     */
    private static TensorMap own(Path folder, TensorMap file, EncoderConfig shape, RewardConfig reading)
            throws IOException {
        boolean stock = BertClassifier.computes(shape, reading.readOut());
        List<String> changed = stock ? BertClassifier.changed(shape, reading.readOut()) : List.of();
        Map<String, StoredTensor> own = new LinkedHashMap<>();
        for (StoredTensor tensor : file.all()) {
            String name = ownName(tensor.name());
            if (!changed.contains(name) && !isAdded(name, shape, reading, stock)) {
                own.put(name, tensor.withName(name));
            }
        }
        if (!changed.isEmpty()) {
            for (StoredTensor tensor : Safetensors.read(folder.resolve(HEAD)).all()) {
                if (!changed.contains(tensor.name())) {
                    throw new InvalidWeightsException(
                            "weights must belong to the model, got " + tensor.name() + " besides");
                }
                own.put(tensor.name(), tensor);
            }
        }
        TensorMap weights = new TensorMap(own.values());
        weights.require(RewardModel.HEAD_WEIGHT, List.of((long) Attribute.COUNT, (long) shape.width()));
        weights.require(RewardModel.HEAD_BIAS, List.of((long) Attribute.COUNT));
        weights.requireFinite();
        if (stock) {
            sameAs(BertClassifier.of(shape, reading.readOut(), weights), file);
        }
        return weights;
    }

    private static String ownName(String name) {
        return switch (name) {
            case BertClassifier.WEIGHT -> RewardModel.HEAD_WEIGHT;
            case BertClassifier.BIAS -> RewardModel.HEAD_BIAS;
            default -> name.startsWith(BertClassifier.BODY) ? name.substring(BertClassifier.BODY.length()) : name;
        };
    }

    private static boolean isAdded(String name, EncoderConfig shape, RewardConfig reading, boolean stock) {
        if (!stock || reading.readOut() == Pooling.POOLER) {
            return false;
        }
        boolean layer = IntStream.range(shape.layers(), BertClassifier.layers(shape, reading.readOut()))
                .anyMatch(i -> name.startsWith("encoder.layer." + i + "."));
        return layer || name.startsWith("pooler.");
    }

    private static void sameAs(TensorMap expected, TensorMap file) {
        for (StoredTensor tensor : expected.all()) {
            StoredTensor found = file.require(tensor.name(), tensor.shape());
            if (!Arrays.equals(tensor.floats(), found.floats())) {
                throw new InvalidWeightsException(tensor.name() + " of " + WEIGHTS + " must belong to " + HEAD
                        + ", got other numbers; a file of the folder was changed, so save the model again");
            }
        }
        for (String name : file.names()) {
            if (expected.find(name) == null) {
                throw new InvalidWeightsException("weights must belong to the model, got " + name + " besides");
            }
        }
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

    /**
     * Opens a {@code BertForSequenceClassification} that Python's transformers saved; its outputs are the five attributes
     * by the names in {@code id2label}, in any order. It reads {@code [CLS] prompt [SEP] response [SEP]}.
     *
     * @param maxTokens longest text, special tokens included, 8..512
     * @throws InvalidWeightsException where it is another class, its outputs have other names, or a file is damaged
     */
    public static RewardModel loadHub(Path folder, int maxTokens) {
        PretrainedEncoder backbone = PretrainedEncoder.open(folder);
        try {
            ModelConfig config = ModelConfig.read(folder.resolve(HubFiles.CONFIG));
            if (!HubFiles.architecture(config).equals(HubFiles.BERT)) {
                throw new InvalidWeightsException(config.source() + ": architectures must be [" + HubFiles.BERT
                        + "], got [" + HubFiles.architecture(config) + "]; another class has another head");
            }
            int[] rows = HubFiles.rows(config);
            TensorMap all = backbone.weights();
            long width = backbone.shape().width();
            List<StoredTensor> weights = new ArrayList<>();
            for (StoredTensor tensor : all.all()) {
                if (!tensor.name().startsWith("classifier.")) {
                    weights.add(tensor);
                }
            }
            long count = Attribute.COUNT;
            weights.add(HubFiles.head(all, BertClassifier.WEIGHT, RewardModel.HEAD_WEIGHT, rows, count, width));
            weights.add(HubFiles.head(all, BertClassifier.BIAS, RewardModel.HEAD_BIAS, rows, count));
            RewardConfig reading =
                    new RewardConfig(Pooling.POOLER, maxTokens, config.number("hidden_dropout_prob", 0.1));
            return RewardModel.ofEncoder(backbone.shape(), reading, new TensorMap(weights), backbone.tokenizer());
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the model in " + folder.getFileName() + ": " + e, e);
        }
    }
}
