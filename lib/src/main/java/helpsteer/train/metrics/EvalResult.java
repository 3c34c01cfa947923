package helpsteer.train.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a look at the validation set saw.
 *
 * @param loss the mean loss, which chooses the best step
 * @param metrics what else is worth watching, by name and in a fixed order; what is not defined, such as R² of ratings
 *     that are all equal, is left out
 */
public record EvalResult(double loss, Map<String, Double> metrics) {
    public EvalResult {
        metrics = ordered(metrics);
    }

    /** A look that saw the loss alone. */
    public static EvalResult of(double loss) {
        return new EvalResult(loss, Map.of());
    }

    /** A copy that keeps the order. */
    static Map<String, Double> ordered(Map<String, Double> metrics) {
        metrics.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        name + " must be finite, got " + value + "; leave out what is not defined");
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
