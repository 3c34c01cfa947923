package helpsteer.stats.test;

import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.Moments;
import helpsteer.stats.Tails;
import helpsteer.stats.Values;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A test of two measurements of the same items: is the mean difference 0?
 *
 * @param differences moments of first minus second
 * @param pValue two-sided p-value
 * @param method how it was found
 */
public record PairedTest(Moments differences, double pValue, Method method) {
    /** How the p-value was found. */
    public enum Method {
        /** Student's t: exact for normal differences. */
        T,
        /** Every assignment of signs to the differences: exact, whatever their distribution, if it is symmetric. */
        ALL_SIGNS,
        /** Signs drawn at random, those of the data counted among them, so that p is never 0. */
        RANDOM_SIGNS
    }

    /** Relative rounding of two sums of the same magnitudes that are equal on paper, as SciPy has it. */
    private static final double ROUNDING = 1e-14 * 100;

    private static final int MOST_ENUMERATED = 30;

    /** Student's paired t test; p is 1 where all differences are 0, and 0 where they are all one other number. */
    public static PairedTest t(double[] first, double[] second) {
        double[] differences = differences(first, second);
        Moments moments = Moments.of(differences);
        double p = moments.mean() == 0
                ? 1
                : Tails.twoSidedT(moments.mean() / moments.standardError(), moments.count() - 1.0);
        return new PairedTest(moments, p, Method.T);
    }

    /**
     * The sign-flip permutation test of the mean difference: all 2^n assignments where they are no more than the
     * permutations asked for, otherwise that many drawn at random.
     *
     * @param permutations at least 100
     */
    public static PairedTest permutation(double[] first, double[] second, int permutations, RandomGenerator random) {
        if (permutations < 100) {
            throw new IllegalArgumentException("permutations must be at least 100, got " + permutations);
        }
        double[] differences = differences(first, second);
        int n = differences.length;
        boolean all = n <= MOST_ENUMERATED && 1L << n <= permutations;
        int tried = all ? 1 << n : permutations;
        double[] scaled = Values.scaled(differences);
        double seen = Math.abs(sum(scaled)) - ROUNDING * n;
        int asFar = 0;
        for (int i = 0; i < tried; i++) {
            asFar += Math.abs(all ? flipped(scaled, i) : flipped(scaled, random)) >= seen ? 1 : 0;
        }
        double p = all ? (double) asFar / tried : (asFar + 1.0) / (tried + 1.0);
        return new PairedTest(Moments.of(differences), p, all ? Method.ALL_SIGNS : Method.RANDOM_SIGNS);
    }

    /** Student's interval of the mean difference. */
    public Interval interval(double level) {
        return differences.meanInterval(level);
    }

    /** The mean difference with its 95 % interval. */
    public Estimate toEstimate() {
        return differences.toEstimate();
    }

    private static double[] differences(double[] first, double[] second) {
        Values.checkOneLength("first", first.length, "second", second.length);
        Values.check("first", first, 2);
        Values.check("second", second, 2);
        return Values.differences(first, second);
    }

    private static double sum(double[] values) {
        return flipped(values, 0);
    }

    private static double flipped(double[] values, int signs) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += i < Integer.SIZE && (signs >>> i & 1) == 1 ? -values[i] : values[i];
        }
        return sum;
    }

    private static double flipped(double[] values, RandomGenerator random) {
        double sum = 0;
        for (double value : values) {
            sum += random.nextBoolean() ? -value : value;
        }
        return sum;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "difference %.4f %s, p = %.2g (%s), n=%d",
                differences.mean(),
                interval(0.95),
                pValue,
                method.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                differences.count());
    }
}
