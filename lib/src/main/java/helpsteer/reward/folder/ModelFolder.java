package helpsteer.reward.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.reward.BertTrunk;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.HubFiles;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.RewardModel;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.run.Json;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.PeftAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reward model's folder, of whatever kind: the one way to open it.
 *
 * <p>A folder that this library saved holds {@code reward.json}, written last: format and kind, how texts are read, the
 * order of the attributes, SHA-256 of its files and settings, and the scores of a few probe texts, which are computed
 * again when it is opened.
 */
public final class ModelFolder {
    static final String REWARD = "reward.json";

    /** Since this format the files' hashes are kept. */
    private static final int FORMAT = 3;

    /** Formats that are read; in the first one of encoders all tensors lay in one file under this library's names. */
    private static final Map<Kind, List<Integer>> FORMATS = Map.of(
            Kind.ENCODER, List.of(1, 2, FORMAT), Kind.ADAPTERS, List.of(1, FORMAT), Kind.DECODER, List.of(1, FORMAT));

    private ModelFolder() {}

    /** What a folder holds. */
    public enum Kind {
        /** What {@link RewardArtefact} saved. */
        ENCODER,
        /** Adapters and head that {@link DecoderArtefact} saved; they need their base model. */
        ADAPTERS,
        /** A whole decoder with its head, what {@link MergedDecoder} saved. */
        DECODER,
        /** A BERT classifier of transformers, without {@code reward.json}. */
        HUB_ENCODER,
        /** A decoder's classifier of transformers, without {@code reward.json}. */
        HUB_DECODER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * An open model and what its folder says of it.
     *
     * @param model open; whoever asked for it closes it
     * @param kind what the folder holds
     * @param notes what was recorded with it; {@link ArtefactNotes#NONE} of a model that transformers saved
     */
    public record Opened(RewardModel model, Kind kind, ArtefactNotes notes) implements AutoCloseable {
        @Override
        public void close() {
            model.close();
        }
    }

    /**
     * Opens a folder; for adapters the base is SmolLM2-135M-Instruct.
     *
     * @throws InvalidWeightsException where it holds no reward model, or a damaged one
     */
    public static Opened open(Path folder) {
        return open(folder, Optional.empty());
    }

    /**
     * Opens a folder.
     *
     * @param base the model that adapters belong to: a folder or a GGUF file
     */
    public static Opened open(Path folder, Optional<Path> base) {
        Kind kind = kindOf(folder);
        Supplier<PretrainedDecoder> backbone =
                () -> base.map(PretrainedDecoder::open).orElseGet(PretrainedDecoder::smolLm2);
        RewardModel model =
                switch (kind) {
                    case HUB_ENCODER ->
                        RewardArtefact.loadHub(folder, InputConfig.encoder().maxTokens());
                    case HUB_DECODER -> MergedDecoder.loadHub(folder, InputConfig.decoder());
                    default -> load(folder, kind, backbone);
                };
        return new Opened(model, kind, isSaved(folder) ? notes(folder) : ArtefactNotes.NONE);
    }

    /** Whether the folder holds a complete model of this library; {@code reward.json} is written last. */
    public static boolean isSaved(Path folder) {
        return Files.exists(folder.resolve(REWARD));
    }

    /** Opens an encoder, or, where a base is given, the adapters that belong to it; nothing else. */
    public static RewardModel load(Path folder, @Nullable PretrainedDecoder base) {
        Kind wanted = base == null ? Kind.ENCODER : Kind.ADAPTERS;
        if (!isSaved(folder)) {
            throw new InvalidWeightsException(folder.getFileName() + " must hold " + REWARD
                    + ", got none; the model was never saved whole, so train it again");
        }
        Kind kind = kindOf(folder);
        if (kind != wanted) {
            throw new InvalidWeightsException(folder.getFileName() + " must hold " + wanted + ", got " + kind
                    + "; name a folder of that kind" + (kind == Kind.ADAPTERS ? ", or the base of the adapters" : ""));
        }
        return load(folder, kind, () -> Objects.requireNonNull(base));
    }

    private static RewardModel load(Path folder, Kind kind, Supplier<PretrainedDecoder> base) {
        try {
            JsonNode root = Json.read(folder.resolve(REWARD));
            List<Integer> formats = Objects.requireNonNull(FORMATS.get(kind));
            int format = root.path("format").asInt();
            if (!formats.contains(format)) {
                throw new InvalidWeightsException(REWARD + ": format must be one of " + formats + ", got \""
                        + root.path("format").asText() + "\"; save the model again with this version");
            }
            Probes.checkOrder(root);
            if (format == FORMAT) {
                FolderHashes.check(root, folder);
            }
            RewardModel model =
                    switch (kind) {
                        case ENCODER -> RewardArtefact.read(folder, root);
                        case ADAPTERS -> DecoderArtefact.read(folder, root, base.get());
                        default -> MergedDecoder.read(folder, root);
                    };
            return Probes.checked(root, model);
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException(REWARD + " must be what save wrote: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidWeightsException(
                    "cannot use the model in " + folder.getFileName() + ": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new InvalidWeightsException(
                    folder.getFileName() + " must hold "
                            + Path.of(e.getMessage()).getFileName()
                            + ", got none; copy the whole folder again or save the model anew",
                    e);
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the model in " + folder.getFileName() + ": " + e, e);
        }
    }

    /** Writes a model in the form of its kind: an encoder whole, of a decoder the adapters and the head. */
    public static void save(RewardModel model, Path folder, ArtefactNotes notes) {
        if (model.body() instanceof BertTrunk) {
            RewardArtefact.save(model, folder, notes);
        } else {
            DecoderArtefact.save(model, folder, notes);
        }
    }

    /** What a kind of model writes into its folder besides {@code reward.json}, in which it puts its settings. */
    interface Content {
        void write(ObjectNode root) throws IOException;
    }

    /** Writes a folder; one that is cut short by a crash holds no {@code reward.json} and is no model. */
    static void save(RewardModel model, Path folder, Kind kind, ArtefactNotes notes, Content content) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(REWARD));
            ObjectNode root = Json.object();
            root.put("format", FORMAT);
            root.put("kind", kind.name());
            content.write(root);
            notes.describe(root);
            Probes.describe(root, model);
            FolderHashes.describe(root, folder);
            HubFiles.write(folder, REWARD, root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the model to " + folder + ": " + e.getMessage(), e);
        }
    }

    /** What was recorded beside the numbers of a model of any kind. */
    public static ArtefactNotes notes(Path folder) {
        return ArtefactNotes.of(describedIn(folder));
    }

    /**
     * Puts a calibration into the folder of a saved model, in place of the one that is there.
     *
     * @throws InvalidWeightsException where this library has not saved the model
     */
    public static void calibrate(Path folder, CalibrationOutcome outcome) {
        ObjectNode root = describedIn(folder).deepCopy();
        CalibrationJson.describe(root, outcome);
        try {
            HubFiles.write(folder, REWARD, root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + REWARD + ": " + e.getMessage(), e);
        }
    }

    /** The description in a folder. */
    static JsonNode describedIn(Path folder) {
        if (!isSaved(folder)) {
            throw new InvalidWeightsException(folder.getFileName() + " must hold " + REWARD
                    + ", got none; open the model with ModelFolder and save it");
        }
        try {
            return Json.read(folder.resolve(REWARD));
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException(REWARD + " must be what save wrote: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read " + folder.getFileName() + ": " + e, e);
        }
    }

    /**
     * What a folder holds, without opening it.
     *
     * @throws InvalidWeightsException where it holds no reward model
     */
    public static Kind kindOf(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidWeightsException(
                    "model must be a folder that holds a reward model, got " + folder + "; correct the path");
        }
        if (isSaved(folder)) {
            return saved(describedIn(folder), folder);
        }
        try {
            if (!Files.exists(folder.resolve(HubFiles.CONFIG))) {
                throw none(folder, "neither");
            }
            ModelConfig config = ModelConfig.read(folder.resolve(HubFiles.CONFIG));
            String architecture = HubFiles.architecture(config);
            if (architecture.equals(HubFiles.BERT)) {
                return Kind.HUB_ENCODER;
            }
            if (architecture.endsWith(MergedDecoder.CLASSIFIER)) {
                return Kind.HUB_DECODER;
            }
            throw none(folder, architecture.isEmpty() ? "a config without one" : architecture);
        } catch (IOException e) {
            throw new InvalidWeightsException("cannot read the model in " + folder.getFileName() + ": " + e, e);
        }
    }

    private static Kind saved(JsonNode root, Path folder) {
        String name = root.path("kind").asText("");
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return PeftAdapter.exists(folder) ? Kind.ADAPTERS : Kind.ENCODER; // earlier versions did not say
    }

    private static InvalidWeightsException none(Path folder, String got) {
        return new InvalidWeightsException(folder.getFileName() + " must hold reward.json or the config.json of a "
                + MergedDecoder.CLASSIFIER + " class, got " + got + "; name the folder of a trained reward model");
    }

    /** The model in the folder of a run that trained it, or the folder itself. */
    public static Path folderOf(Path run) {
        Path model = run.resolve("model");
        return Files.isDirectory(model) ? model : run;
    }

    /** Opens the model of a run, or the folder itself, as a scorer; what it has scored once it does not score again. */
    public static CachedScorer scorer(Path run) {
        return CachedScorer.of(open(folderOf(run)).model());
    }
}
