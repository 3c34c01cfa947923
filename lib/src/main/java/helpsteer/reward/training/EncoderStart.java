package helpsteer.reward.training;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.RatedResponse;
import helpsteer.nn.Precision;
import helpsteer.reward.LinearHead;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.RewardModel;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.folder.RewardArtefact;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.text.PairEncoding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A pretrained encoder. */
record EncoderStart(PretrainedEncoder backbone, RewardConfig config) implements Start {
    @Override
    public String id() {
        return backbone.id();
    }

    @Override
    public JsonNode settings() {
        return Json.tree(Map.of("model", id(), "input", config, "encoding", PairEncoding.VERSION));
    }

    @Override
    public String dtype() {
        return Precision.FLOAT32.label();
    }

    /** Starting from a fitted head keeps the first steps from distorting what the encoder knows (Kumar et al. 2022). */
    @Override
    public RewardModel fitted(List<RatedResponse> rows, Seed seed) {
        LinearHead head = Ridge.choosing(Vectors.of(backbone, config), rows).head();
        return RewardModel.of(backbone, config, head);
    }

    @Override
    public RewardModel unfitted(Seed seed) {
        return RewardModel.headless(backbone, config);
    }

    @Override
    public void save(RewardModel model, Path folder, ArtefactNotes notes) {
        RewardArtefact.save(model, folder, notes);
    }

    @Override
    public boolean isSaved(Path folder) {
        return ModelFolder.isSaved(folder);
    }

    @Override
    public RewardModel load(Path folder) {
        return ModelFolder.load(folder, null);
    }
}
