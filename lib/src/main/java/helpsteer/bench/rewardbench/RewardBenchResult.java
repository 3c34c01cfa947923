package helpsteer.bench.rewardbench;

import helpsteer.bench.PairBenchmark;
import helpsteer.bench.PairScores;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Pair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import helpsteer.stats.Mover;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One model's scores on RewardBench 1, its subsets taken together in sections.
 *
 * @param scores of pairs whose subsets are RewardBench's
 */
public record RewardBenchResult(PairScores scores) {
    public RewardBenchResult {
        scores.pairs().forEach(pair -> Subset.of(pair.subset()));
    }

    /** The first rows of each subset, for runs that must be short; sections keep their weights. */
    public static List<BenchmarkPair> firstOfEach(List<BenchmarkPair> rows, int count) {
        Map<String, Integer> taken = new HashMap<>();
        return rows.stream()
                .filter(row -> taken.merge(row.subset(), 1, Integer::sum) <= count)
                .toList();
    }

    /** Scores every pair with a model. */
    public static RewardBenchResult of(
            String model, List<BenchmarkPair> rows, Scorer scorer, AttributeWeights weights) {
        return of(model, rows, scorer.scorePairs(rows), weights);
    }

    /**
     * Takes scores made before.
     *
     * @param scores of each row
     */
    public static RewardBenchResult of(
            String model, List<BenchmarkPair> rows, List<Pair<AttributeScores>> scores, AttributeWeights weights) {
        PairBenchmark benchmark = new PairBenchmark("RewardBench", rows, Map.of());
        return new RewardBenchResult(PairScores.of(model, benchmark, scores, weights));
    }

    public String model() {
        return scores.model();
    }

    /** Wins, losses and ties of each subset that has pairs, in the order of the paper. */
    public Map<Subset, Accuracy> subsets() {
        Map<Subset, Accuracy> out = new EnumMap<>(Subset.class);
        scores.subsets().forEach((subset, accuracy) -> out.put(Subset.of(subset), accuracy));
        return out;
    }

    /** The share of wins of each subset. */
    public SubsetAccuracies rates() {
        Map<Subset, Double> rates = new EnumMap<>(Subset.class);
        subsets().forEach((subset, accuracy) -> rates.put(subset, accuracy.strict()));
        return new SubsetAccuracies(rates);
    }

    /**
     * A section's score with its interval.
     *
     * @throws IllegalArgumentException where the section has no pairs
     */
    public Estimate section(Section section, XstestWeights weights) {
        Map<Subset, Accuracy> subsets = subsets();
        return estimate(subsets, weights.shares(section, subsets.keySet()), section.title());
    }

    /**
     * The overall score, the mean of the four sections, with its interval.
     *
     * @throws IllegalArgumentException where a section has no pairs
     */
    public Estimate overall(XstestWeights weights) {
        return overall(subsets(), weights);
    }

    /** The same of the subsets' wins and losses. */
    public static Estimate overall(Map<Subset, Accuracy> subsets, XstestWeights weights) {
        return estimate(subsets, weights.shares(subsets.keySet()), "RewardBench");
    }

    /** Wilson's intervals of the subsets, joined by {@link Mover}. */
    private static Estimate estimate(Map<Subset, Accuracy> subsets, Map<Subset, Double> shares, String what) {
        if (shares.isEmpty()) {
            throw new IllegalArgumentException(what + " must have pairs, got none");
        }
        Map<Subset, Accuracy> used = new EnumMap<>(subsets);
        used.keySet().retainAll(shares.keySet());
        double[] weights = used.keySet().stream().mapToDouble(shares::get).toArray();
        double[] values = used.values().stream().mapToDouble(Accuracy::strict).toArray();
        double value = 0;
        for (int i = 0; i < values.length; i++) {
            value += weights[i] * values[i];
        }
        return Estimate.of(
                value,
                Mover.of(
                        weights,
                        values,
                        used.values().stream().map(Accuracy::interval).toList()));
    }
}
