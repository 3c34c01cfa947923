package helpsteer.reward.goodness;

import helpsteer.reward.AttributeWeights;
import java.util.Locale;

/**
 * Weights with how they were come by.
 *
 * @param method the search
 * @param rows name of the rows that it searched on
 * @param onBenchmark whether these are a benchmark's own
 * @param accuracy share of those rows' pairs that the weights rank right: not what they would do on others
 */
public record FittedWeights(
        AttributeWeights weights, String method, String rows, boolean onBenchmark, double accuracy) {

    /** What tables must print beside the weights. */
    public String label() {
        return onBenchmark
                ? method + ", searched on the benchmark itself (" + rows + ")"
                : method + ", searched on " + rows;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %.3f, %.3f, %.3f, %.3f, %.3f; accuracy there %.4f",
                label(),
                weights.helpfulness(),
                weights.correctness(),
                weights.coherence(),
                weights.complexity(),
                weights.verbosity(),
                accuracy);
    }
}
