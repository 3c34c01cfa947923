package helpsteer.reward.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.calibration.CalibrationOutcome;
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
 * @param calibration what scores under these weights mean, or why that is not known
 */
public record ArtefactNotes(
        AttributeWeights weights,
        Optional<Provenance> provenance,
        Map<String, Double> metrics,
        CalibrationOutcome calibration) {
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

    /** Notes of a model without calibration. */
    public ArtefactNotes(AttributeWeights weights, Optional<Provenance> provenance, Map<String, Double> metrics) {
        this(weights, provenance, metrics, CalibrationOutcome.NEVER);
    }

    /** The same with other weights, to which the calibration does not belong. */
    public ArtefactNotes withWeights(AttributeWeights weights) {
        boolean kept = weights.equals(this.weights) || calibration.calibration().isEmpty();
        return new ArtefactNotes(
                weights,
                provenance,
                metrics,
                kept
                        ? calibration
                        : CalibrationOutcome.absent("it belongs to the weights that the model was saved with"));
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
        CalibrationJson.describe(root, calibration);
    }

    /** What stands in a description; of one that an earlier version wrote, {@link #NONE}. */
    static ArtefactNotes of(JsonNode root) {
        JsonNode read = root.path("goodness");
        if (read.isMissingNode()) {
            return new ArtefactNotes(NONE.weights, NONE.provenance, NONE.metrics, CalibrationJson.of(root));
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
            return new ArtefactNotes(weights, provenance, metrics, CalibrationJson.of(root));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InvalidWeightsException("reward.json must be what save wrote: " + e.getMessage(), e);
        }
    }
}
