package helpsteer.bench.rewardbench;

import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.Mover;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The leaderboard's protocol of RewardBench 1, beside the paper's: Prior Sets, the plain mean of four older sets, join the
 * four sections with half their weight (allenai/reward-bench, {@code get_benchmark_results.py}, weights 2, 2, 2, 2, 1).
 *
 * <p>The mean of the four sections alone ({@link RewardBenchResult#overall}) is what arXiv 2406.08673 reports; the two must not
 * stand in one column.
 *
 * @param sets wins and losses of all four sets
 */
public record PriorSets(Map<PriorSet, Accuracy> sets) {
    /** What tables call an overall score of this protocol. */
    public static final String PROTOCOL = "leaderboard, Prior Sets at half weight";

    private static final double SECTION_WEIGHT = 2;
    private static final double PRIOR_WEIGHT = 1;

    public PriorSets {
        for (PriorSet set : PriorSet.values()) {
            if (!sets.containsKey(set)) {
                throw new IllegalArgumentException("sets must hold all four Prior Sets, got no " + set.key());
            }
        }
        sets = Collections.unmodifiableMap(new EnumMap<>(sets));
    }

    /** The plain mean of the four sets with its interval. */
    public Estimate mean() {
        double[] weights = new double[sets.size()];
        Arrays.fill(weights, 1.0 / sets.size());
        double[] values = sets.values().stream().mapToDouble(Accuracy::strict).toArray();
        List<Interval> intervals =
                sets.values().stream().map(Accuracy::interval).toList();
        double mean = Arrays.stream(values).average().orElseThrow();
        return Estimate.of(mean, Mover.of(weights, values, intervals));
    }

    /** The leaderboard's overall score, with the intervals of its two parts joined by {@link Mover}. */
    public Estimate overall(RewardBenchResult bench, XstestWeights weights) {
        Estimate sections = bench.overall(weights);
        Estimate prior = mean();
        double[] shares = {shareOfSections(), 1 - shareOfSections()};
        double[] values = {sections.value(), prior.value()};
        return Estimate.of(
                leaderboard(sections.value(), prior.value()),
                Mover.of(shares, values, List.of(sections.interval(), prior.interval())));
    }

    /**
     * The leaderboard's overall score.
     *
     * @param fourSections plain mean of the four sections
     * @param prior plain mean of the four Prior Sets
     */
    public static double leaderboard(double fourSections, double prior) {
        return shareOfSections() * fourSections + (1 - shareOfSections()) * prior;
    }

    private static double shareOfSections() {
        double sections = SECTION_WEIGHT * Section.values().length;
        return sections / (sections + PRIOR_WEIGHT);
    }
}
