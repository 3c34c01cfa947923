package helpsteer.benchmark;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.nn.Torch;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.InputConfig;
import helpsteer.reward.LinearHead;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardModel;
import helpsteer.text.Batching;
import helpsteer.text.PromptResponse;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scores of texts, from text with the embedded encoder, or from token ids with a folder's decoder. */
final class ScoringTask implements Task {
    /** Tokens computed at a time by a decoder, as many as {@link RewardModel} takes. */
    private static final int TOKENS = 8192;

    private interface Scoring extends AutoCloseable {
        float[][] scores();

        @Override
        void close();
    }

    private final Scoring scoring;

    ScoringTask(JsonNode settings) throws IOException {
        JsonNode file = JSON.readTree(Path.of(settings.path("texts").asText()).toFile());
        scoring = file.has("sequences")
                ? new OfIds(new HeadedModel(settings), Batch.sequences(file.path("sequences")))
                : new OfTexts(rewardModel(settings), exchanges(file));
    }

    private static List<PromptResponse> exchanges(JsonNode file) {
        List<PromptResponse> out = new ArrayList<>();
        for (JsonNode text : file.path("exchanges")) {
            out.add(new PromptResponse(
                    Prompt.ofUser(text.path("prompt").asText()),
                    text.path("response").asText()));
        }
        return out;
    }

    /** The embedded encoder with the head of a folder. */
    private static RewardModel rewardModel(JsonNode settings) throws IOException {
        PretrainedEncoder backbone = PretrainedEncoder.miniLm();
        long width = backbone.shape().width();
        TensorMap head =
                Safetensors.read(Path.of(settings.path("model").asText()).resolve("head.safetensors"));
        StoredTensor weight = head.require("score.weight", List.of((long) Attribute.COUNT, width));
        StoredTensor bias = head.require("score.bias", List.of((long) Attribute.COUNT));
        double[][] weights = new double[Attribute.COUNT][(int) width];
        double[] intercepts = new double[Attribute.COUNT];
        float[] flat = weight.floats();
        for (int a = 0; a < intercepts.length; a++) {
            intercepts[a] = bias.floats()[a];
            for (int d = 0; d < width; d++) {
                weights[a][d] = flat[a * (int) width + d];
            }
        }
        return RewardModel.of(backbone, InputConfig.encoder(), new LinearHead(weights, intercepts));
    }

    private record OfTexts(RewardModel model, List<PromptResponse> exchanges) implements Scoring {
        @Override
        public float[][] scores() {
            return model.score(exchanges).stream().map(OfTexts::numbers).toArray(float[][]::new);
        }

        private static float[] numbers(AttributeScores scores) {
            float[] out = new float[Attribute.COUNT];
            for (Attribute a : Attribute.values()) {
                out[a.index()] = (float) scores.of(a);
            }
            return out;
        }

        @Override
        public void close() {
            model.close();
        }
    }

    private record OfIds(HeadedModel model, List<int[]> sequences) implements Scoring {
        @Override
        public float[][] scores() {
            Torch.inferenceByDefault();
            int[] lengths = sequences.stream().mapToInt(s -> s.length).toArray();
            float[][] out = new float[lengths.length][];
            for (List<Integer> group : Batching.byTokens(lengths, TOKENS).groups()) {
                List<int[]> batch = group.stream().map(sequences::get).toList();
                try (NDManager scope = model.manager().newSubManager()) {
                    float[] values = model.predict(batch, scope).toFloatArray();
                    int width = values.length / group.size();
                    for (int i = 0; i < group.size(); i++) {
                        out[group.get(i)] = java.util.Arrays.copyOfRange(values, i * width, (i + 1) * width);
                    }
                }
            }
            return out;
        }

        @Override
        public void close() {
            model.close();
        }
    }

    @Override
    public ObjectNode answer(JsonNode request) {
        long start = System.nanoTime();
        float[][] scores = scoring.scores();
        ObjectNode answer = Task.timed(start);
        ArrayNode rows = answer.putArray("scores");
        for (float[] row : scores) {
            rows.add(JSON.<ArrayNode>valueToTree(row));
        }
        return answer;
    }

    @Override
    public void close() {
        scoring.close();
    }
}
