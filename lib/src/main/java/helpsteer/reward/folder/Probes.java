package helpsteer.reward.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.nn.Precision;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.RewardModel;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import helpsteer.weights.InvalidWeightsException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a saved model says of itself and is held to: the order of its attributes and the scores of a few texts. */
final class Probes {
    /** Another device or number of threads rounds otherwise: in fp32 the last digits, in bf16 the third. */
    private static final Map<Precision, Double> TOLERANCE = Map.of(Precision.FLOAT32, 1e-4, Precision.BFLOAT16, 0.1);

    private static final List<PromptResponse> TEXTS = List.of(
            new PromptResponse(Prompt.ofUser("What is a reward model?"), "A model that says how good an answer is."),
            new PromptResponse(Prompt.ofUser("Name a prime number above 10."), "Eleven."),
            new PromptResponse(Prompt.ofUser("Tell me about the sea."), ""));

    private Probes() {}

    /** Adds attributes and scores to what is written. */
    static void describe(ObjectNode root, RewardModel model) {
        ArrayNode attributes = root.putArray("attributes");
        Arrays.stream(Attribute.values()).map(Attribute::key).forEach(attributes::add);
        ArrayNode texts = root.putArray("probeTexts");
        TEXTS.forEach(
                t -> texts.addArray().add(t.prompt().turns().get(0).text()).add(t.response()));
        ArrayNode probes = root.putArray("probes");
        for (AttributeScores scores : Progress.during(Progress.SILENT, () -> model.score(TEXTS))) {
            ArrayNode row = probes.addArray();
            Arrays.stream(Attribute.values()).forEach(a -> row.add(scores.of(a)));
        }
    }

    /** Refuses attributes in another order. */
    static void checkOrder(JsonNode root) {
        JsonNode attributes = root.path("attributes");
        for (Attribute a : Attribute.values()) {
            if (!attributes.path(a.index()).asText().equals(a.key()) || attributes.size() != Attribute.COUNT) {
                throw new InvalidWeightsException("attributes must be "
                        + Arrays.stream(Attribute.values()).map(Attribute::key).toList() + " in this order, got "
                        + attributes);
            }
        }
    }

    /** Closes and refuses a model that scores the texts otherwise than when it was saved. */
    static RewardModel checked(JsonNode root, RewardModel model) {
        try {
            check(root, model);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static void check(JsonNode root, RewardModel model) {
        List<AttributeScores> scores = Progress.during(Progress.SILENT, () -> model.score(TEXTS));
        double tolerance = Objects.requireNonNull(TOLERANCE.get(model.body().precision()));
        for (int i = 0; i < scores.size(); i++) {
            for (Attribute a : Attribute.values()) {
                double saved = root.path("probes").path(i).path(a.index()).asDouble(Double.NaN);
                double now = scores.get(i).of(a);
                if (!(Math.abs(saved - now) <= tolerance)) {
                    throw new InvalidWeightsException("probe " + i + " must score " + saved + " on " + a.key()
                            + " as when it was saved, got " + now + "; a file of the folder was changed");
                }
            }
        }
    }
}
