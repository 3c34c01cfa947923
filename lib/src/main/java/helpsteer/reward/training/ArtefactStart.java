package helpsteer.reward.training;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.RatedResponse;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.RewardModel;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.DecoderArtefact;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.folder.RewardArtefact;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that was trained and saved.
 *
 * @param artefact its folder
 * @param base what its adapters belong to; null for an encoder
 * @param id start of its fingerprint, which covers its reading
 * @param dtype the type in which it computes
 */
record ArtefactStart(Path artefact, @Nullable PretrainedDecoder base, String id, String dtype) implements Start {
    private static final int HASH_DIGITS = 12;

    /** Opens the model once, so that one that cannot be used is refused before anything is begun. */
    static ArtefactStart of(Path artefact, @Nullable PretrainedDecoder base) {
        try (RewardModel model = open(artefact, base)) {
            String hash = model.fingerprint().substring(0, HASH_DIGITS);
            return new ArtefactStart(
                    artefact, base, "model-" + hash, model.body().precision().label());
        }
    }

    private static RewardModel open(Path artefact, @Nullable PretrainedDecoder base) {
        return ModelFolder.load(artefact, base);
    }

    @Override
    public JsonNode settings() {
        return Json.tree(Map.of("model", id));
    }

    @Override
    public RewardModel fitted(List<RatedResponse> rows, Seed seed) {
        return open(artefact, base);
    }

    @Override
    public RewardModel unfitted(Seed seed) {
        return open(artefact, base);
    }

    @Override
    public void save(RewardModel model, Path folder, ArtefactNotes notes) {
        if (base == null) {
            RewardArtefact.save(model, folder, notes);
        } else {
            DecoderArtefact.save(model, folder, notes);
        }
    }

    @Override
    public boolean isSaved(Path folder) {
        return ModelFolder.isSaved(folder);
    }

    @Override
    public RewardModel load(Path folder) {
        return open(folder, base);
    }
}
