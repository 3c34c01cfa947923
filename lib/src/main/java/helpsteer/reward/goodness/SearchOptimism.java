package helpsteer.reward.goodness;

import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What an accuracy gains from searching weights on the rows that it is measured on, by nested cross-validation grouped by
 * prompt: in the outer folds weights are found without the held-out pairs, in the inner ones the method is chosen.
 *
 * @param rows name of the rows
 * @param apparent the weights that the most accurate method finds on all rows, with their accuracy on these rows
 * @param nested accuracy on held-out pairs, with an interval by prompt
 * @param optimism apparent less nested accuracy, with an interval by prompt; of the searches made here, not of all that
 *     other rows might have led to
 * @param chosen how many outer folds chose each method
 */
public record SearchOptimism(
        String rows, FittedWeights apparent, Bootstrap nested, Bootstrap optimism, Map<String, Integer> chosen) {
    private static final int RESAMPLES = 2000;
    private static final double LEVEL = 0.95;

    public SearchOptimism {
        chosen = Collections.unmodifiableMap(new TreeMap<>(chosen));
    }

    /**
     * Measures the optimism.
     *
     * @param candidates the methods that the search may choose from
     * @param folds of the outer and of the inner cross-validation, at least 2
     */
    public static SearchOptimism of(ScoreDifferences rows, List<WeightSearch> candidates, int folds, Seed seed) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("candidates must not be empty, got none");
        }
        boolean[] held = new boolean[rows.size()];
        Map<String, Integer> chosen = new TreeMap<>();
        int[] foldOf = folds(rows.prompts(), folds, seed.stream("weight-search", 0));
        for (int fold = 0; fold < folds; fold++) {
            ScoreDifferences rest = rows.taken(places(foldOf, fold, false));
            WeightSearch search = chosen(rest, candidates, folds, seed.stream("weight-search", fold + 1L));
            chosen.merge(search.name(), 1, Integer::sum);
            judge(rows, search, rest, places(foldOf, fold, true), held);
        }
        WeightSearch bestThere = Collections.max(
                candidates, (a, b) -> Double.compare(rows.accuracy(a.weights(rows)), rows.accuracy(b.weights(rows))));
        FittedWeights apparent = rows.isBenchmark() ? bestThere.onBenchmarkItself(rows) : bestThere.on(rows);
        boolean[] seen = rows.wins(apparent.weights());
        double[] weights = rows.weights();
        ToDoubleFunction<int[]> nested = taken -> mean(taken, weights, i -> held[i] ? 1 : 0);
        ToDoubleFunction<int[]> optimism = taken -> mean(taken, weights, i -> (seen[i] ? 1 : 0) - (held[i] ? 1 : 0));
        return new SearchOptimism(
                rows.name(), apparent, bootstrap(rows, nested, seed), bootstrap(rows, optimism, seed), chosen);
    }

    private static Bootstrap bootstrap(ScoreDifferences rows, ToDoubleFunction<int[]> statistic, Seed seed) {
        return Bootstrap.ofGroups(rows.prompts(), statistic, RESAMPLES, LEVEL, seed.stream("search-optimism"));
    }

    /** The method with the best accuracy on pairs that it did not see; the only one without further ado. */
    private static WeightSearch chosen(
            ScoreDifferences rows, List<WeightSearch> candidates, int folds, SplittableRandom random) {
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        int[] foldOf = folds(rows.prompts(), folds, random);
        WeightSearch best = candidates.get(0);
        double most = -1;
        for (WeightSearch search : candidates) {
            boolean[] held = new boolean[rows.size()];
            for (int fold = 0; fold < folds; fold++) {
                judge(rows, search, rows.taken(places(foldOf, fold, false)), places(foldOf, fold, true), held);
            }
            if (rows.share(held) > most) {
                most = rows.share(held);
                best = search;
            }
        }
        return best;
    }

    private static void judge(
            ScoreDifferences rows, WeightSearch search, ScoreDifferences rest, int[] heldOut, boolean[] held) {
        boolean[] wins = rows.taken(heldOut).wins(search.weights(rest));
        for (int i = 0; i < wins.length; i++) {
            held[heldOut[i]] = wins[i];
        }
    }

    /** The fold of each pair, prompts dealt out in random order. */
    private static int[] folds(int[] prompts, int folds, SplittableRandom random) {
        List<Integer> different =
                new ArrayList<>(IntStream.of(prompts).distinct().boxed().toList());
        if (folds < 2 || folds > different.size()) {
            throw new IllegalArgumentException(
                    "folds must be in 2.." + different.size() + ", the number of prompts, got " + folds);
        }
        for (int i = different.size() - 1; i > 0; i--) {
            Collections.swap(different, i, random.nextInt(i + 1));
        }
        Map<Integer, Integer> foldOf = new TreeMap<>();
        for (int i = 0; i < different.size(); i++) {
            foldOf.put(different.get(i), i % folds);
        }
        return Arrays.stream(prompts).map(p -> foldOf.getOrDefault(p, -1)).toArray();
    }

    private static int[] places(int[] foldOf, int fold, boolean within) {
        return IntStream.range(0, foldOf.length)
                .filter(i -> (foldOf[i] == fold) == within)
                .toArray();
    }

    private static double mean(int[] taken, double[] weights, IntValue value) {
        double sum = 0;
        double all = 0;
        for (int i : taken) {
            sum += weights[i] * value.of(i);
            all += weights[i];
        }
        return sum / all;
    }

    /** A number for each pair. */
    private interface IntValue {
        int of(int pair);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: accuracy %.4f by the weights found on these rows, %.4f %s held out; optimism %.4f %s",
                rows,
                apparent.accuracy(),
                nested.estimate(),
                nested.interval(),
                optimism.estimate(),
                optimism.interval());
    }
}
