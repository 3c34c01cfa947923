package helpsteer.reward.training;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.reward.DecoderReading;
import helpsteer.reward.Embeddings;
import helpsteer.reward.LinearHead;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.RewardModel;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.DecoderArtefact;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.frozen.Ridge;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.text.ChatEncoding;
import helpsteer.text.PromptResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A pretrained decoder; adapters and head are trained and kept. */
record DecoderStart(PretrainedDecoder backbone, DecoderReading decoderReading) implements Start {
    private static final int FOLDS = 5;

    DecoderStart {
        if (decoderReading.options().lora().isEmpty()) {
            throw new IllegalArgumentException("reading must ask for adapters, got none; use Decoder.Options.withLora");
        }
    }

    @Override
    public String id() {
        return backbone.id();
    }

    @Override
    public JsonNode settings() {
        return Json.tree(Map.of("model", id(), "input", decoderReading, "encoding", ChatEncoding.VERSION));
    }

    @Override
    public String dtype() {
        return decoderReading.options().precision().label();
    }

    @Override
    public RewardModel fitted(List<RatedResponse> rows, Seed seed) {
        float[][] vectors = Embeddings.of(
                backbone, decoderReading, rows.stream().map(PromptResponse::of).toList());
        LinearHead head = Ridge.choosingWithoutIntercept(
                        vectors, rows.stream().map(RatedResponse::ratings).toList(), Ridge.folds(rows, FOLDS))
                .head();
        return RewardModel.of(backbone, decoderReading, head, seed);
    }

    @Override
    public RewardModel unfitted(Seed seed) {
        int width = backbone.shape().width();
        LinearHead zero = new LinearHead(new double[Attribute.COUNT][width], new double[Attribute.COUNT]);
        return RewardModel.of(backbone, decoderReading, zero, seed);
    }

    @Override
    public void save(RewardModel model, Path folder, ArtefactNotes notes) {
        DecoderArtefact.save(model, folder, notes);
    }

    @Override
    public boolean isSaved(Path folder) {
        return ModelFolder.isSaved(folder);
    }

    @Override
    public RewardModel load(Path folder) {
        return ModelFolder.load(folder, backbone);
    }
}
