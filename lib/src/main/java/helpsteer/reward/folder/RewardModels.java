package helpsteer.reward.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.reward.DecoderReading;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.RewardModel;
import helpsteer.run.Json;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.PeftAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The one door to a saved reward model, whatever kind it is. */
public final class RewardModels {

    private RewardModels() {}

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
        ArtefactNotes notes = RewardArtefact.exists(folder) ? RewardArtefact.notes(folder) : ArtefactNotes.NONE;
        RewardModel model =
                switch (kind) {
                    case ENCODER -> RewardArtefact.load(folder);
                    case ADAPTERS ->
                        DecoderArtefact.load(
                                folder, base.map(PretrainedDecoder::open).orElseGet(PretrainedDecoder::smolLm2));
                    case DECODER -> MergedDecoder.load(folder);
                    case HUB_ENCODER ->
                        RewardArtefact.loadHub(folder, RewardConfig.defaults().maxTokens());
                    case HUB_DECODER -> MergedDecoder.loadHub(folder, DecoderReading.defaults());
                };
        return new Opened(model, kind, notes);
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
        try {
            if (RewardArtefact.exists(folder)) {
                return saved(Json.read(folder.resolve(RewardArtefact.REWARD)), folder);
            }
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
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException(
                    RewardArtefact.REWARD + " must be what save wrote: " + e.getOriginalMessage(), e);
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
}
