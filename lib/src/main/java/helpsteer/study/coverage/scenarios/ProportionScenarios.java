package helpsteer.study.coverage.scenarios;

import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Interval;
import helpsteer.stats.Mover;
import helpsteer.stats.Wilson;
import helpsteer.study.coverage.IntervalScenario;
import helpsteer.study.coverage.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Shares of pairs won: Wilson's interval, and MOVER's of weighted sums of them.
 *
 * <p>{@code Accuracy.interval}, {@code LongerWins.interval}, {@code TruthfulQaScores.mc1}, the shares of {@code LengthBias}
 * and {@code OverlapResult.Count.anyInterval} are Wilson's as they stand.
 */
final class ProportionScenarios {
    /** Rows of math-prm; of every other subset there are as many rows as it weighs. */
    private static final int MATH_PRM_ROWS = 447;

    private static final int[] SIZES = {37, 100, 500};
    private static final double[] SHARES = {0.5, 0.8, 0.95, 0.98};

    private static final String NEAR_ONE =
            "near 1 the upper distances of Wilson's intervals are too short for a sum of 23 of them (Javadoc of Mover)";

    private static final String WIDE =
            "of all values in [0, 1] with one mean 0 and 1 vary most, so other values are covered more (its Javadoc)";

    private ProportionScenarios() {}

    static List<IntervalScenario> intervals() {
        List<IntervalScenario> all = new ArrayList<>();
        for (int n : SIZES) {
            for (double p : SHARES) {
                all.add(IntervalScenario.of(
                        Setting.of("Wilson.of", "share " + p, n),
                        p,
                        random -> Wilson.of(Samples.successes(random, n, p), n)));
            }
            all.add(credits(n));
        }
        all.add(rewardBench("accuracies 0.5 to 0.98", ProportionScenarios::spread));
        all.add(rewardBench("all accuracies 0.5", subset -> 0.5));
        all.add(rewardBench("all accuracies 0.95", subset -> 0.95));
        all.add(rewardBench("all accuracies 0.98", subset -> 0.98));
        for (Section section : Section.values()) {
            all.add(section(section));
        }
        all.add(priorSets());
        return all;
    }

    /** RewardBench 2's credit of a prompt: 1, or a half where two completions tie for the highest score, or 0. */
    private static IntervalScenario credits(int n) {
        double tie = 0.3;
        double win = 0.4;
        return IntervalScenario.of(
                Setting.of("Wilson.ofMean", "credits 1, 1/2 and 0 with chances 0.4, 0.3 and 0.3", n)
                        .conservative(WIDE),
                win + tie / 2,
                random -> {
                    double sum = Samples.successes(random, n, win);
                    sum += 0.5 * Samples.successes(random, n - (int) sum, tie / (1 - win));
                    return Wilson.ofMean(sum / n, n, 0.95);
                });
    }

    /** Accuracies as a good model has them: hard subsets near chance, easy ones near all. */
    static double spread(Subset subset) {
        return 0.5 + 0.48 * List.of(Subset.values()).indexOf(subset) / (Subset.values().length - 1);
    }

    static int rows(Subset subset) {
        return subset == Subset.MATH_PRM ? MATH_PRM_ROWS : XstestWeights.CURRENT.of(subset);
    }

    static Accuracy drawn(SplittableRandom random, int n, double p) {
        int wins = Samples.successes(random, n, p);
        return new Accuracy(wins, n - wins, 0);
    }

    private static IntervalScenario rewardBench(String data, ToDoubleFunction<Subset> accuracy) {
        Map<Subset, Double> shares = XstestWeights.CURRENT.shares(Set.of(Subset.values()));
        double truth = 0;
        int rows = 0;
        for (Subset subset : Subset.values()) {
            truth += shares.getOrDefault(subset, 0.0) * accuracy.applyAsDouble(subset);
            rows += rows(subset);
        }
        Setting setting = Setting.of("RewardBenchResult.overall (MOVER)", data, rows);
        boolean allNearOne = Arrays.stream(Subset.values()).allMatch(s -> accuracy.applyAsDouble(s) > 0.9);
        return IntervalScenario.of(allNearOne ? setting.limit(0.91, NEAR_ONE) : setting, truth, random -> {
            Map<Subset, Accuracy> drawn = new EnumMap<>(Subset.class);
            for (Subset subset : Subset.values()) {
                drawn.put(subset, drawn(random, rows(subset), accuracy.applyAsDouble(subset)));
            }
            return RewardBenchResult.overall(drawn, XstestWeights.CURRENT).interval();
        });
    }

    /** A section's subsets with the weights that {@code RewardBenchResult.section} gives them. */
    private static IntervalScenario section(Section section) {
        List<Subset> subsets = Subset.of(section);
        double all = subsets.stream().mapToInt(XstestWeights.CURRENT::of).sum();
        double[] weights = subsets.stream()
                .mapToDouble(subset -> XstestWeights.CURRENT.of(subset) / all)
                .toArray();
        double truth = 0;
        for (int i = 0; i < weights.length; i++) {
            truth += weights[i] * spread(subsets.get(i));
        }
        return IntervalScenario.of(
                Setting.of(
                        "Mover.of",
                        section.title() + "'s subsets",
                        subsets.stream().mapToInt(ProportionScenarios::rows).sum()),
                truth,
                random -> joined(
                        weights,
                        subsets.stream()
                                .map(subset -> drawn(random, rows(subset), spread(subset)))
                                .toList()));
    }

    /** The plain mean of four sets of the sizes of the Prior Sets. */
    private static IntervalScenario priorSets() {
        int[] sizes = {6192, 221, 3355, 9000};
        double[] accuracies = {0.68, 0.86, 0.7, 0.62};
        double[] weights = {0.25, 0.25, 0.25, 0.25};
        double truth = 0;
        for (double accuracy : accuracies) {
            truth += accuracy / accuracies.length;
        }
        return IntervalScenario.of(Setting.of("Mover.of", "Prior Sets", 18_768), truth, random -> {
            List<Accuracy> drawn = new ArrayList<>();
            for (int i = 0; i < sizes.length; i++) {
                drawn.add(drawn(random, sizes[i], accuracies[i]));
            }
            return joined(weights, drawn);
        });
    }

    private static Interval joined(double[] weights, List<Accuracy> drawn) {
        return Mover.of(
                weights,
                drawn.stream().mapToDouble(Accuracy::strict).toArray(),
                drawn.stream().map(Accuracy::interval).toList());
    }
}
