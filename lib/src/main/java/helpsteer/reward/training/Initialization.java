package helpsteer.reward.training;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.InputConfig;
import helpsteer.reward.LinearHead;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedModel;
import helpsteer.reward.RewardModel;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.frozen.Ridge;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What training begins with: a pretrained model, or a reward model that was trained before. */
public interface Initialization {

    /** A pretrained model; of a decoder adapters and head are trained and kept. */
    static Initialization of(PretrainedModel pretrained, InputConfig input) {
        return new OfPretrained(pretrained, input);
    }

    /** A saved encoder, whose head and input are kept; such as a regression's, to compare from. */
    static Initialization from(Path artefact) {
        return OfArtefact.open(artefact, null);
    }

    /** A saved decoder with its adapters, on the model that they belong to. */
    static Initialization from(Path artefact, PretrainedDecoder base) {
        return OfArtefact.open(artefact, base);
    }

    /** What begins, in one word: the pretrained model's name and hash, or the saved model's hash. */
    String id();

    /** What begins and how it takes in texts; equal where models begin alike. */
    JsonNode settings();

    /** The type in which the trunk computes, such as {@code "fp32"}. */
    String dtype();

    /**
     * The model with a head that ridge regression fitted to the rows, of very many to some of them, its penalty chosen by
     * cross-validation within them;
     * a saved model has a head already, and keeps it.
     *
     * @param seed source of what else begins at random
     */
    RewardModel fitted(List<RatedResponse> rows, Seed seed);

    /** The model with a head of zeros, or the saved model with its own. */
    RewardModel unfitted(Seed seed);

    /** Opens what {@link #save} wrote. */
    RewardModel load(Path folder);

    /** Writes a model that began here, with what is to be recorded beside its numbers. */
    default void save(RewardModel model, Path folder, ArtefactNotes notes) {
        ModelFolder.save(model, folder, notes);
    }

    /** Whether the folder holds a whole model. */
    default boolean isSaved(Path folder) {
        return ModelFolder.isSaved(folder);
    }

    /**
     * A pretrained model.
     *
     * @param input of a decoder with adapters
     */
    record OfPretrained(PretrainedModel pretrained, InputConfig input) implements Initialization {
        public OfPretrained {
            pretrained.check(input);
            if (pretrained instanceof PretrainedDecoder
                    && input.options().lora().isEmpty()) {
                throw new IllegalArgumentException(
                        "input must ask for adapters, got none; use Decoder.Options.withLora");
            }
        }

        @Override
        public String id() {
            return pretrained.id();
        }

        @Override
        public JsonNode settings() {
            return pretrained.settings(input);
        }

        @Override
        public String dtype() {
            return input.options().precision().label();
        }

        /** Rows of which a head to begin with is fitted; more would cost minutes of reading and tell it little. */
        static final int MOST_FITTED = 4096;

        /** Starting from a fitted head keeps the first steps from distorting what the trunk knows (Kumar et al. 2022). */
        @Override
        public RewardModel fitted(List<RatedResponse> rows, Seed seed) {
            LinearHead head = Ridge.choosing(pretrained, input, some(rows)).head();
            return RewardModel.of(pretrained, input, head, seed);
        }

        /** Rows of randomly chosen prompts, the same for the same rows; all where there are not so many. */
        static List<RatedResponse> some(List<RatedResponse> rows) {
            return rows.size() <= MOST_FITTED
                    ? rows
                    : Split.byPrompt(rows, RatedResponse::prompt, (double) MOST_FITTED / rows.size(), new Seed(0))
                            .validation();
        }

        @Override
        public RewardModel unfitted(Seed seed) {
            return RewardModel.of(pretrained, input, LinearHead.zero(pretrained.width()), seed);
        }

        @Override
        public RewardModel load(Path folder) {
            return ModelFolder.load(folder, pretrained instanceof PretrainedDecoder decoder ? decoder : null);
        }
    }

    /**
     * A model that was trained and saved.
     *
     * @param artefact its folder
     * @param base what its adapters belong to; null for an encoder
     * @param id start of its fingerprint, which covers its input
     * @param dtype the type in which it computes
     */
    record OfArtefact(Path artefact, @Nullable PretrainedDecoder base, String id, String dtype)
            implements Initialization {
        private static final int HASH_DIGITS = 12;

        /** Opens the model once, so that one that cannot be used is refused before anything is begun. */
        static OfArtefact open(Path artefact, @Nullable PretrainedDecoder base) {
            try (RewardModel model = ModelFolder.load(artefact, base)) {
                String hash = model.fingerprint().substring(0, HASH_DIGITS);
                return new OfArtefact(
                        artefact,
                        base,
                        "model-" + hash,
                        model.body().precision().label());
            }
        }

        @Override
        public JsonNode settings() {
            return Json.tree(Map.of("model", id));
        }

        @Override
        public RewardModel fitted(List<RatedResponse> rows, Seed seed) {
            return load(artefact);
        }

        @Override
        public RewardModel unfitted(Seed seed) {
            return load(artefact);
        }

        @Override
        public RewardModel load(Path folder) {
            return ModelFolder.load(folder, base);
        }
    }
}
