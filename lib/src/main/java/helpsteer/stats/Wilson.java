package helpsteer.stats;

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

    private static Interval around(double share, int total, double level) {
        double z = Tails.criticalZ(level);
        double shrink = 1 + z * z / total;
        double centre = (share + z * z / (2.0 * total)) / shrink;
        double halfWidth = z / shrink * Math.sqrt((share * (1 - share) + z * z / (4.0 * total)) / total);
        return new Interval(
                Math.max(0, Math.min(share, centre - halfWidth)),
                Math.min(1, Math.max(share, centre + halfWidth)),
                level);
    }
}
