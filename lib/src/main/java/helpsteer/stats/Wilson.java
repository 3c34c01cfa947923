package helpsteer.stats;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wilson's interval for a share: unlike the textbook's share ± 1.96 standard errors it stays within [0, 1] and keeps its
 * width where all or none succeed.
 */
public final class Wilson {
    private Wilson() {}

    /** The 95 % interval; see {@link #of(int, int, double)}. */
    public static Interval of(int successes, int total) {
        return of(successes, total, 0.95);
    }

    /**
     * The interval of successes / total, without correction for continuity.
     *
     * @param successes in 0..total
     * @param total at least 1
     */
    public static Interval of(int successes, int total, double level) {
        if (total < 1) {
            throw new IllegalArgumentException("total must be at least 1, got " + total);
        }
        if (successes < 0 || successes > total) {
            throw new IllegalArgumentException("successes must be in 0.." + total + ", got " + successes);
        }
        Interval interval = around((double) successes / total, total, level);
        // The ends at none and all are 0 and 1 exactly; rounding must not say otherwise.
        return new Interval(
                successes == 0 ? 0 : interval.low(), successes == total ? 1 : interval.high(), interval.level());
    }

    /**
     * The interval of a mean of values in [0, 1] that need not be 0 or 1, such as the share of a best score that several
     * have. It errs on the wide side: of all such values with one mean, 0 and 1 vary most.
     *
     * @param mean in [0, 1]
     * @param total number of values, at least 1
     */
    public static Interval ofMean(double mean, int total, double level) {
        if (total < 1) {
            throw new IllegalArgumentException("total must be at least 1, got " + total);
        }
        if (!(mean >= 0 && mean <= 1)) {
            throw new IllegalArgumentException("mean must be in [0, 1], got " + mean);
        }
        return around(mean, total, level);
    }

    /**
     * The interval of a share of rows that come in groups, such as the pairs of one prompt, which are won or lost together more
     * often than apart: Wilson's with the effective number of rows, that of independent ones whose share varies as much (Korn and
     * Graubard 1998; Dean and Pagano 2015), and Student's t in place of the normal deviate. Where all rows succeed, or none, nothing
     * tells how alike a group is, and each group counts as one row.
     *
     * @param successes of each row
     * @param groups for each row its group, any integers; at least two groups
     */
    public static Interval ofGroups(boolean[] successes, int[] groups, double level) {
        Values.checkOneLength("successes", successes.length, "groups", groups.length);
        Map<Integer, int[]> byGroup = new LinkedHashMap<>(); // of each group its successes and its rows
        int total = 0;
        for (int i = 0; i < groups.length; i++) {
            int[] counts = byGroup.computeIfAbsent(groups[i], group -> new int[2]);
            counts[0] += successes[i] ? 1 : 0;
            counts[1]++;
            total += successes[i] ? 1 : 0;
        }
        int count = byGroup.size();
        if (count < 2) {
            throw new IllegalArgumentException("groups must name at least 2 groups, got " + count);
        }
        double share = (double) total / groups.length;
        double squares = 0;
        for (int[] counts : byGroup.values()) {
            double left = counts[0] - share * counts[1];
            squares += left * left;
        }
        double variance = count / (count - 1.0) * squares / groups.length / groups.length;
        double effective =
                total == 0 || total == groups.length ? count : Math.min(groups.length, share * (1 - share) / variance);
        double widened = Tails.criticalZ(level) / Tails.criticalT(level, count - 1.0);
        Interval interval = around(share, effective * widened * widened, level);
        return new Interval(total == 0 ? 0 : interval.low(), total == groups.length ? 1 : interval.high(), level);
    }

    private static Interval around(double share, double total, double level) {
        double z = Tails.criticalZ(level);
        double shrink = 1 + z * z / total;
        double centre = (share + z * z / (2 * total)) / shrink;
        double halfWidth = z / shrink * Math.sqrt((share * (1 - share) + z * z / (4 * total)) / total);
        return new Interval(
                Math.max(0, Math.min(share, centre - halfWidth)),
                Math.min(1, Math.max(share, centre + halfWidth)),
                level);
    }
}
