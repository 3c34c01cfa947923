package helpsteer.reward.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.reward.AttributeWeights;
import helpsteer.run.Json;
import helpsteer.run.Provenance;
import helpsteer.weights.InvalidWeightsException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a saved model records beside its numbers.
 *
 * @param weights the weights that make one number of the five
 * @param provenance what made the model, or empty where that is not known
 * @param metrics what was measured on it, by name, such as {@code "validation.helpfulness.rSquared"}; finite
 */
public record ArtefactNotes(AttributeWeights weights, Optional<Provenance> provenance, Map<String, Double> metrics) {
    /** Goodness is helpfulness alone; nothing else is known. */
    public static final ArtefactNotes NONE =
            new ArtefactNotes(AttributeWeights.HELPFULNESS_ONLY, Optional.empty(), Map.of());

    public ArtefactNotes {
        metrics = Map.copyOf(metrics);
        metrics.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("metric " + name + " must be finite, got " + value);
            }
        });
    }

    /** The same with other weights. */
    public ArtefactNotes withWeights(AttributeWeights weights) {
        return new ArtefactNotes(weights, provenance, metrics);
    }

    void describe(ObjectNode root) {
        ObjectNode written = root.putObject("goodness");
        for (Attribute a : Attribute.values()) {
            written.put(a.key(), weights.of(a));
        }
        provenance.ifPresent(p -> root.set("provenance", Json.tree(p)));
        if (!metrics.isEmpty()) {
            root.set("metrics", Json.tree(new TreeMap<>(metrics)));
        }
    }

    /** What stands in a description; of one that an earlier version wrote, {@link #NONE}. */
    static ArtefactNotes of(JsonNode root) {
        JsonNode read = root.path("goodness");
        if (read.isMissingNode()) {
            return NONE;
        }
        try {
            AttributeWeights weights = AttributeWeights.of(a -> {
                JsonNode weight = read.path(a.key());
                if (!weight.isNumber()) {
                    throw new InvalidWeightsException("reward.json: goodness." + a.key() + " must be a number, got "
                            + (weight.isMissingNode() ? "none" : weight));
                }
                return weight.doubleValue();
            });
            Optional<Provenance> provenance = root.hasNonNull("provenance")
                    ? Optional.of(Json.read(root.path("provenance"), Provenance.class))
                    : Optional.empty();
            Map<String, Double> metrics = new TreeMap<>();
            root.path("metrics")
                    .properties()
                    .forEach(e -> metrics.put(e.getKey(), e.getValue().doubleValue()));
            return new ArtefactNotes(weights, provenance, metrics);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InvalidWeightsException("reward.json must be what save wrote: " + e.getMessage(), e);
        }
    }
}
