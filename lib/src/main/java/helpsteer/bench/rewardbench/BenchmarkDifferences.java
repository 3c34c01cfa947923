package helpsteer.bench.rewardbench;

import helpsteer.bench.PairBenchmark;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Pair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.goodness.ScoreDifferences;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A benchmark's pairs as rows that attribute weights can be judged on. */
public final class BenchmarkDifferences {
    private BenchmarkDifferences() {}

    /**
     * Every pair counts alike.
     *
     * @param scores of each pair
     */
    public static ScoreDifferences of(PairBenchmark benchmark, List<Pair<AttributeScores>> scores) {
        return ScoreDifferences.benchmark(benchmark.name(), scores, ScoreDifferences.Layout.alike(benchmark.prompts()));
    }

    /**
     * Pairs of RewardBench 1 count so that the accuracy is the overall score, the mean of the four sections.
     *
     * @param scores of each row
     * @throws IllegalArgumentException where a section has no rows
     */
    public static ScoreDifferences ofRewardBench(
            List<BenchmarkPair> rows, List<Pair<AttributeScores>> scores, XstestWeights xstest) {
        Map<Subset, Integer> counts = new EnumMap<>(Subset.class);
        rows.forEach(row -> counts.merge(Subset.of(row.subset()), 1, Integer::sum));
        Map<Subset, Double> shares = xstest.shares(counts.keySet());
        shares.replaceAll((subset, share) -> share / counts.getOrDefault(subset, 0));
        double[] weights = rows.stream()
                .mapToDouble(row -> shares.getOrDefault(Subset.of(row.subset()), Double.NaN))
                .toArray();
        PairBenchmark benchmark = new PairBenchmark("RewardBench", rows, Map.of());
        return ScoreDifferences.benchmark(
                benchmark.name(), scores, new ScoreDifferences.Layout(benchmark.prompts(), weights));
    }
}
