package helpsteer.stats;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a column of numbers looks like.
 *
 * @param moments count, mean and standard deviation
 * @param min smallest value
 * @param median middle value, or the mean of the two in the middle
 * @param max largest value
 */
public record Summary(Moments moments, double min, double median, double max) {

    /**
     * Summarises the values.
     *
     * @throws IllegalArgumentException if there is none, or one is NaN or infinite; the message tells which
     */
    public static Summary of(double... values) {
        Moments moments = Moments.of(values);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Summary(moments, sorted[0], sortedQuantile(sorted, 0.5), sorted[sorted.length - 1]);
    }

    /**
     * The value below which a share of the values lies, interpolated between neighbours (type 7 of Hyndman and Fan, the
     * default of NumPy and R).
     *
     * @param share in [0, 1]: 0 gives the smallest value, 1 the largest
     */
    public static double quantile(double[] values, double share) {
        Values.check("values", values, 1);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be in [0, 1], got " + share);
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sortedQuantile(sorted, share);
    }

    public static double sortedQuantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        if (sorted[below] == sorted[above]) {
            return sorted[below]; // which the sum below would miss by rounding
        }
        double part = position - below;
        return sorted[below] * (1 - part) + sorted[above] * part;
    }

    /** Number of values. */
    public int count() {
        return moments.count();
    }

    /** Arithmetic mean. */
    public double mean() {
        return moments.mean();
    }

    /** Standard deviation with n - 1 below; NaN for one value. */
    public double sampleSd() {
        return moments.sampleSd();
    }

    /** Standard deviation with n below; 0 for one value. */
    public double populationSd() {
        return moments.populationSd();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, min %.4f, median %.4f, max %.4f", moments, min, median, max);
    }
}
