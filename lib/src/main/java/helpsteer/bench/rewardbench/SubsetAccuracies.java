package helpsteer.bench.rewardbench;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * An accuracy for each subset that was measured, and how they add up.
 *
 * @param rates share of wins by subset, each in [0, 1]
 */
public record SubsetAccuracies(Map<Subset, Double> rates) {
    public SubsetAccuracies {
        rates.forEach((subset, rate) -> {
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException(subset.key() + " must be in [0, 1], got " + rate);
            }
        });
        EnumMap<Subset, Double> ordered = new EnumMap<>(Subset.class);
        ordered.putAll(rates);
        rates = Collections.unmodifiableMap(ordered);
    }

    /**
     * The weighted mean over a section's subsets that were measured; empty where none was, never 0.
     *
     * <p>allenai/reward-bench, {@code calculate_scores_per_section}.
     */
    public OptionalDouble section(Section section, XstestWeights weights) {
        Map<Subset, Double> shares = weights.shares(section, rates.keySet());
        double sum = 0;
        for (Map.Entry<Subset, Double> share : shares.entrySet()) {
            sum += share.getValue() * rates.getOrDefault(share.getKey(), Double.NaN);
        }
        return shares.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    /** The plain mean of the four sections (arXiv 2406.08673, appendix H); empty where one was not measured. */
    public OptionalDouble overall(XstestWeights weights) {
        double sum = 0;
        for (Section section : Section.values()) {
            OptionalDouble score = section(section, weights);
            if (score.isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += score.getAsDouble() / Section.values().length;
        }
        return OptionalDouble.of(sum);
    }
}
