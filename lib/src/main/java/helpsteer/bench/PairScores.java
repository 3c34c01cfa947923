package helpsteer.bench;

import helpsteer.data.BenchmarkPair;
import helpsteer.data.Pair;
import helpsteer.data.RatedResponse;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import helpsteer.stats.Wilson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One model's scores on the pairs of a benchmark, with their lengths and without their texts: all that the panels need.
 *
 * @param model the model's name
 * @param benchmark the benchmark's name
 * @param pairs in the order of the benchmark, each with another key
 */
public record PairScores(String model, String benchmark, List<Scored> pairs) {
    private static final double LEVEL = 0.95;

    /**
     * A pair with the scores and lengths of its two responses.
     *
     * @param key the pair's unique name in the benchmark
     * @param prompt number of its prompt; pairs of one prompt have one number
     * @param lengths in Unicode characters
     */
    public record Scored(String key, String subset, int prompt, Pair<Double> scores, Pair<Integer> lengths) {
        public Scored {
            if (!Double.isFinite(scores.chosen()) || !Double.isFinite(scores.rejected())) {
                throw new IllegalArgumentException(
                        "scores of " + key + " must be finite, got " + scores.chosen() + " and " + scores.rejected());
            }
        }

        /** Score of the better response less score of the other; above 0 where the model is right. */
        public double margin() {
            return scores.chosen() - scores.rejected();
        }

        /** Whether the better response scored strictly higher; equal scores are no win. */
        public boolean win() {
            return scores.chosen() > scores.rejected();
        }
    }

    public PairScores {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("pairs must not be empty, got none");
        }
        byKey(pairs);
    }

    private static Map<String, Scored> byKey(List<Scored> pairs) {
        Map<String, Scored> out = new HashMap<>();
        for (Scored pair : pairs) {
            if (out.put(pair.key, pair) != null) {
                throw new IllegalArgumentException("pairs must be unique, got " + pair.key + " twice");
            }
        }
        return out;
    }

    /** Scores every pair with a model. */
    public static PairScores of(String model, PairBenchmark benchmark, Scorer scorer, AttributeWeights weights) {
        return of(model, benchmark, scorer.scorePairs(benchmark.pairs()), weights);
    }

    /**
     * Takes scores made before.
     *
     * @param scores of each pair
     */
    public static PairScores of(
            String model, PairBenchmark benchmark, List<Pair<AttributeScores>> scores, AttributeWeights weights) {
        List<BenchmarkPair> rows = benchmark.pairs();
        if (scores.size() != rows.size()) {
            throw new IllegalArgumentException(
                    "scores must be one pair for each row, got " + scores.size() + " for " + rows.size() + " rows");
        }
        int[] prompts = benchmark.prompts();
        List<Scored> pairs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            BenchmarkPair row = rows.get(i);
            pairs.add(new Scored(
                    row.key(),
                    row.subset(),
                    prompts[i],
                    scores.get(i).map(weights::reward),
                    row.responses().map(RatedResponse::characters)));
        }
        return new PairScores(model, benchmark.name(), pairs);
    }

    /** All pairs, each counted once, with Wilson's interval. */
    public Accuracy accuracy() {
        return accuracy(pairs);
    }

    /** The pairs of each subset, in the order of the benchmark. */
    public Map<String, Accuracy> subsets() {
        return pairs.stream()
                .collect(Collectors.groupingBy(
                        Scored::subset,
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), PairScores::accuracy)));
    }

    /** The share of wins with an interval that takes pairs of one prompt together, as they are alike ({@link Wilson#ofGroups}). */
    public Estimate accuracyByPrompt() {
        boolean[] wins = new boolean[pairs.size()];
        for (int i = 0; i < wins.length; i++) {
            wins[i] = pairs.get(i).win();
        }
        return Estimate.of(accuracy().strict(), Wilson.ofGroups(wins, prompts(), LEVEL));
    }

    /** The number of each pair's prompt, for a bootstrap by groups. */
    public int[] prompts() {
        return pairs.stream().mapToInt(Scored::prompt).toArray();
    }

    /**
     * Another model's scores on the same pairs, in the order of these.
     *
     * @throws IllegalArgumentException where the two did not score the same pairs
     */
    public List<Scored> matching(PairScores other) {
        if (pairs.size() != other.pairs.size()) {
            throw new IllegalArgumentException(
                    "both models must have scored the same pairs, got " + pairs.size() + " and " + other.pairs.size());
        }
        Map<String, Scored> others = byKey(other.pairs);
        List<Scored> out = new ArrayList<>();
        for (Scored pair : pairs) {
            Scored same = others.get(pair.key);
            if (same == null) {
                throw new IllegalArgumentException(
                        "both models must have scored the same pairs, got " + pair.key + " from one only");
            }
            out.add(same);
        }
        return out;
    }

    /** The wins, losses and ties of some pairs. */
    public static Accuracy accuracy(List<Scored> some) {
        return Accuracy.of(scores(some, Pair::chosen), scores(some, Pair::rejected));
    }

    private static double[] scores(List<Scored> some, Function<Pair<Double>, Double> side) {
        return some.stream().mapToDouble(p -> side.apply(p.scores)).toArray();
    }
}
