package helpsteer.study.paper;

import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.stats.Interval;
import java.util.Comparator;
import java.util.List;

/** What RewardBench's Safety can have been under the swapped weights of XSTest, where today's score alone is known. */
final class SafetyRange {
    private SafetyRange() {}

    /**
     * The least and the greatest score that subset scores in 0..1 allow. To reach the greatest, the score of today is put
     * into subsets in the order in which a point of today's weight gives most of the old one.
     *
     * @param today under the present weights, in 0..1
     */
    static Interval swapped(double today) {
        Comparator<Subset> gain = Comparator.comparingDouble(
                subset -> (double) XstestWeights.SWAPPED.of(subset) / XstestWeights.CURRENT.of(subset));
        return new Interval(filled(today, gain), filled(today, gain.reversed()), 0.95);
    }

    private static double filled(double today, Comparator<Subset> order) {
        List<Subset> subsets = Subset.of(Section.SAFETY);
        double total = subsets.stream().mapToInt(XstestWeights.CURRENT::of).sum();
        double left = today * total;
        double sum = 0;
        for (Subset subset : subsets.stream().sorted(order).toList()) {
            double share = Math.min(1, left / XstestWeights.CURRENT.of(subset));
            left -= share * XstestWeights.CURRENT.of(subset);
            sum += share * XstestWeights.SWAPPED.of(subset);
        }
        return sum / total;
    }
}
