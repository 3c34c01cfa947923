package helpsteer.bench;

import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.run.Seed;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Bootstrap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One model's scores on the pairs of a benchmark, with their lengths and without their texts: all that the panels need.
 *
 * @param model the model's name
 * @param benchmark the benchmark's name
 * @param pairs in the order of the benchmark
 */
public record PairScores(String model, String benchmark, List<Scored> pairs) {
    private static final int RESAMPLES = 2000;
    private static final double LEVEL = 0.95;

    /**
     * A pair with the scores and lengths of its two responses.
     *
     * @param key the pair's unique name in the benchmark
     * @param prompt number of its prompt; pairs of one prompt have one number
     * @param chosenLength in Unicode characters
     * @param rejectedLength in Unicode characters
     */
    public record Scored(
            String key,
            String subset,
            int prompt,
            double chosen,
            double rejected,
            int chosenLength,
            int rejectedLength) {
        public Scored {
            if (!Double.isFinite(chosen) || !Double.isFinite(rejected)) {
                throw new IllegalArgumentException(
                        "scores of " + key + " must be finite, got " + chosen + " and " + rejected);
            }
        }

        /** Score of the better response less score of the other; above 0 where the model is right. */
        public double margin() {
            return chosen - rejected;
        }

        /** Whether the better response scored strictly higher. */
        public boolean win() {
            return chosen > rejected;
        }
    }

    public PairScores {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("pairs must not be empty, got none");
        }
    }

    /** Scores every pair with a model. */
    public static PairScores of(String model, PairBenchmark benchmark, Scorer scorer, AttributeWeights weights) {
        return of(model, benchmark, scorer.score(RewardBenchResult.exchanges(benchmark.pairs())), weights);
    }

    /**
     * Takes scores made before.
     *
     * @param scores two for each pair, the better response's first
     */
    public static PairScores of(
            String model, PairBenchmark benchmark, List<AttributeScores> scores, AttributeWeights weights) {
        List<BenchmarkPair> rows = benchmark.pairs();
        if (scores.size() != 2 * rows.size()) {
            throw new IllegalArgumentException(
                    "scores must be two for each pair, got " + scores.size() + " for " + rows.size() + " pairs");
        }
        Map<Prompt, Integer> prompts = new HashMap<>();
        List<Scored> pairs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            BenchmarkPair row = rows.get(i);
            prompts.putIfAbsent(row.prompt(), prompts.size());
            pairs.add(new Scored(
                    row.key(),
                    row.subset(),
                    prompts.getOrDefault(row.prompt(), -1),
                    weights.goodness(scores.get(2 * i)),
                    weights.goodness(scores.get(2 * i + 1)),
                    RatedResponse.characters(row.chosen()),
                    RatedResponse.characters(row.rejected())));
        }
        return new PairScores(model, benchmark.name(), pairs);
    }

    /** All pairs, each counted once, with Wilson's interval. */
    public Accuracy accuracy() {
        return accuracy(pairs);
    }

    /** The pairs of each subset, in the order of the benchmark. */
    public Map<String, Accuracy> subsets() {
        Map<String, List<Scored>> parts = new LinkedHashMap<>();
        pairs.forEach(
                p -> parts.computeIfAbsent(p.subset(), s -> new ArrayList<>()).add(p));
        Map<String, Accuracy> out = new LinkedHashMap<>();
        parts.forEach((subset, own) -> out.put(subset, accuracy(own)));
        return out;
    }

    /** The share of wins with an interval that takes pairs of one prompt together, as they are alike. */
    public Bootstrap accuracyByPrompt(Seed seed) {
        return Bootstrap.ofGroups(
                prompts(),
                rows -> {
                    int wins = 0;
                    for (int row : rows) {
                        wins += pairs.get(row).win() ? 1 : 0;
                    }
                    return (double) wins / rows.length;
                },
                RESAMPLES,
                LEVEL,
                seed.stream("pair-accuracy"));
    }

    /** The number of each pair's prompt, for a bootstrap by groups. */
    public int[] prompts() {
        return pairs.stream().mapToInt(Scored::prompt).toArray();
    }

    /** The wins, losses and ties of some pairs. */
    public static Accuracy accuracy(List<Scored> some) {
        return Accuracy.of(
                some.stream().mapToDouble(Scored::chosen).toArray(),
                some.stream().mapToDouble(Scored::rejected).toArray());
    }
}
