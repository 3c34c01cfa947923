package helpsteer.bench;

import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Prompt;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.goodness.ScoreDifferences;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A benchmark's pairs as rows that attribute weights can be judged on. */
public final class BenchmarkDifferences {
    private BenchmarkDifferences() {}

    /**
     * Every pair counts alike.
     *
     * @param scores two for each pair, the better response's first
     */
    public static ScoreDifferences of(PairBenchmark benchmark, List<AttributeScores> scores) {
        double[] ones = new double[benchmark.pairs().size()];
        Arrays.fill(ones, 1);
        return ScoreDifferences.benchmark(
                benchmark.name(), scores, new ScoreDifferences.Layout(prompts(benchmark.pairs()), ones));
    }

    /**
     * Pairs of RewardBench 1 count so that the accuracy is the overall score, the mean of the four sections.
     *
     * @param scores two for each row, the chosen response's first
     * @throws IllegalArgumentException where a section has no rows
     */
    public static ScoreDifferences ofRewardBench(
            List<BenchmarkPair> rows, List<AttributeScores> scores, XstestWeights xstest) {
        Map<Subset, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(Subset.of(row.subset()), 1, Integer::sum));
        Map<Section, Double> totals = new HashMap<>();
        counts.keySet().forEach(s -> totals.merge(s.section(), xstest.of(s) * 1.0, Double::sum));
        for (Section section : Section.values()) {
            if (!totals.containsKey(section)) {
                throw new IllegalArgumentException("every section must have pairs, got none of " + section.title());
            }
        }
        double[] weights = rows.stream()
                .map(row -> Subset.of(row.subset()))
                .mapToDouble(s -> xstest.of(s)
                        / totals.getOrDefault(s.section(), Double.NaN)
                        / counts.getOrDefault(s, 0)
                        / Section.values().length)
                .toArray();
        return ScoreDifferences.benchmark("RewardBench", scores, new ScoreDifferences.Layout(prompts(rows), weights));
    }

    private static int[] prompts(List<BenchmarkPair> rows) {
        Map<Prompt, Integer> known = new HashMap<>();
        return rows.stream()
                .mapToInt(row -> {
                    known.putIfAbsent(row.prompt(), known.size());
                    return known.getOrDefault(row.prompt(), -1);
                })
                .toArray();
    }
}
