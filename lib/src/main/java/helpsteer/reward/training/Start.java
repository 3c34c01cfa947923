package helpsteer.reward.training;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.RatedResponse;
import helpsteer.reward.DecoderReading;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.RewardModel;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.List;

/** Where training begins: a pretrained encoder or decoder, or a model that was trained before. */
public interface Start {

    /** An encoder. */
    static Start of(PretrainedEncoder backbone, RewardConfig reading) {
        return new EncoderStart(backbone, reading);
    }

    /** A decoder with adapters. */
    static Start of(PretrainedDecoder backbone, DecoderReading reading) {
        return new DecoderStart(backbone, reading);
    }

    /** A saved encoder, whose head and reading are kept; such as a regression's, to compare from. */
    static Start from(Path artefact) {
        return ArtefactStart.of(artefact, null);
    }

    /** A saved decoder with its adapters, on the model that they belong to. */
    static Start from(Path artefact, PretrainedDecoder base) {
        return ArtefactStart.of(artefact, base);
    }

    /** What begins, in one word: the backbone's name and hash, or the saved model's hash. */
    String id();

    /** What begins and how it reads texts; equal where models begin and read alike. */
    JsonNode settings();

    /** The type in which the body computes, such as {@code "fp32"}. */
    String dtype();

    /**
     * The model with a head that ridge regression fitted to the rows, its penalty chosen by cross-validation within them;
     * a saved model has a head already, and keeps it.
     *
     * @param seed source of what else begins at random
     */
    RewardModel fitted(List<RatedResponse> rows, Seed seed);

    /** The model with a head of zeros, or the saved model with its own. */
    RewardModel unfitted(Seed seed);

    /** Writes a model that began here, with what is to be recorded beside its numbers. */
    void save(RewardModel model, Path folder, ArtefactNotes notes);

    /** Whether the folder holds a whole model. */
    boolean isSaved(Path folder);

    /** Opens what {@link #save} wrote. */
    RewardModel load(Path folder);
}
