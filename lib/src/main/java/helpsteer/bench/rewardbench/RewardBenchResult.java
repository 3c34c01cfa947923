package helpsteer.bench.rewardbench;

import helpsteer.data.BenchmarkPair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import helpsteer.stats.Mover;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One model's result on RewardBench 1, pair by pair.
 *
 * @param model the model's name
 * @param pairs what was scored, in the order of the file
 */
public record RewardBenchResult(String model, List<Scored> pairs) {
    /** A pair with the scores of its two responses. */
    public record Scored(String key, Subset subset, double chosen, double rejected) {
        public Scored {
            if (Double.isNaN(chosen) || Double.isNaN(rejected)) {
                throw new IllegalArgumentException(
                        "scores of " + key + " must be numbers, got " + chosen + " and " + rejected);
            }
        }

        /** Whether the chosen response scored strictly higher; equal scores are no win. */
        public boolean win() {
            return chosen > rejected;
        }
    }

    public RewardBenchResult {
        pairs = List.copyOf(pairs);
        Set<String> keys = new HashSet<>();
        for (Scored pair : pairs) {
            if (!keys.add(pair.key())) {
                throw new IllegalArgumentException("pairs must be unique, got " + pair.key() + " twice");
            }
        }
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("pairs must not be empty, got none");
        }
    }

    /** The first rows of each subset, for runs that must be short; sections keep their weights. */
    public static List<BenchmarkPair> firstOfEach(List<BenchmarkPair> rows, int count) {
        Map<String, Integer> taken = new HashMap<>();
        return rows.stream()
                .filter(row -> taken.merge(row.subset(), 1, Integer::sum) <= count)
                .toList();
    }

    /** The two exchanges of each pair, the chosen one first. */
    public static List<PromptResponse> exchanges(List<BenchmarkPair> rows) {
        List<PromptResponse> out = new ArrayList<>(2 * rows.size());
        for (BenchmarkPair row : rows) {
            out.add(new PromptResponse(row.prompt(), row.chosen()));
            out.add(new PromptResponse(row.prompt(), row.rejected()));
        }
        return out;
    }

    /** Scores every pair with a model. */
    public static RewardBenchResult of(
            String model, List<BenchmarkPair> rows, Scorer scorer, AttributeWeights weights) {
        return of(model, rows, scorer.score(exchanges(rows)), weights);
    }

    /**
     * Takes scores made before.
     *
     * @param scores two for each row, the chosen response's first
     */
    public static RewardBenchResult of(
            String model, List<BenchmarkPair> rows, List<AttributeScores> scores, AttributeWeights weights) {
        if (scores.size() != 2 * rows.size()) {
            throw new IllegalArgumentException(
                    "scores must be two for each row, got " + scores.size() + " for " + rows.size() + " rows");
        }
        List<Scored> pairs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            BenchmarkPair row = rows.get(i);
            pairs.add(new Scored(
                    row.key(),
                    Subset.of(row.subset()),
                    weights.goodness(scores.get(2 * i)),
                    weights.goodness(scores.get(2 * i + 1))));
        }
        return new RewardBenchResult(model, pairs);
    }

    /** Wins, losses and ties of each subset that has pairs. */
    public Map<Subset, Accuracy> subsets() {
        Map<Subset, Accuracy> out = new EnumMap<>(Subset.class);
        for (Subset subset : Subset.values()) {
            List<Scored> own = pairs.stream().filter(p -> p.subset() == subset).toList();
            if (!own.isEmpty()) {
                out.put(
                        subset,
                        Accuracy.of(
                                own.stream().mapToDouble(Scored::chosen).toArray(),
                                own.stream().mapToDouble(Scored::rejected).toArray()));
            }
        }
        return out;
    }

    /** The share of wins of each subset. */
    public SubsetAccuracies rates() {
        Map<Subset, Double> rates = new EnumMap<>(Subset.class);
        subsets().forEach((subset, accuracy) -> rates.put(subset, accuracy.strict()));
        return new SubsetAccuracies(rates);
    }

    /** All pairs together, each counted once. */
    public Accuracy everyPair() {
        return Accuracy.of(
                pairs.stream().mapToDouble(Scored::chosen).toArray(),
                pairs.stream().mapToDouble(Scored::rejected).toArray());
    }

    /**
     * A section's score with its interval.
     *
     * @throws IllegalArgumentException where the section has no pairs
     */
    public Estimate section(Section section, XstestWeights weights) {
        return estimate(rates().shares(section, weights), section.title());
    }

    /**
     * The overall score, the mean of the four sections, with its interval.
     *
     * @throws IllegalArgumentException where a section has no pairs
     */
    public Estimate overall(XstestWeights weights) {
        Map<Subset, Double> shares = new EnumMap<>(Subset.class);
        for (Section section : Section.values()) {
            Map<Subset, Double> own = rates().shares(section, weights);
            if (own.isEmpty()) {
                throw new IllegalArgumentException("every section must have pairs, got none of " + section.title());
            }
            own.forEach((subset, share) -> shares.put(subset, share / Section.values().length));
        }
        return estimate(shares, "RewardBench");
    }

    /** Wilson's intervals of the subsets, joined by {@link Mover}. */
    private Estimate estimate(Map<Subset, Double> shares, String what) {
        if (shares.isEmpty()) {
            throw new IllegalArgumentException(what + " must have pairs, got none");
        }
        Map<Subset, Accuracy> accuracies = subsets();
        List<Accuracy> used = accuracies.entrySet().stream()
                .filter(e -> shares.containsKey(e.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        double[] weights = accuracies.keySet().stream()
                .filter(shares::containsKey)
                .mapToDouble(shares::get)
                .toArray();
        double[] values = used.stream().mapToDouble(Accuracy::strict).toArray();
        double value = 0;
        for (int i = 0; i < values.length; i++) {
            value += weights[i] * values[i];
        }
        return Estimate.of(
                value,
                Mover.of(weights, values, used.stream().map(Accuracy::interval).toList()));
    }
}
