package helpsteer.stats.test;

import helpsteer.stats.Interval;
import helpsteer.stats.Moments;
import helpsteer.stats.Tails;
import java.util.Locale;

/**
 * Welch's comparison of the means of two independent samples, whose variances may differ.
 *
 * @param first moments of the first sample
 * @param second moments of the second
 */
public record MeanDifference(Moments first, Moments second) {
    public MeanDifference {
        refuse("first", first);
        refuse("second", second);
        if (first.sampleSd() == 0 && second.sampleSd() == 0) {
            throw new IllegalArgumentException("first or second must vary, got two constant samples");
        }
    }

    /** First mean minus second mean, of at least two values each, not all constant. */
    public static MeanDifference of(double[] first, double[] second) {
        return new MeanDifference(Moments.of(first), Moments.of(second));
    }

    /** First mean minus second mean. */
    public double value() {
        return first.mean() - second.mean();
    }

    /** Standard error of the difference. */
    public double standardError() {
        return Math.hypot(first.standardError(), second.standardError());
    }

    /** Welch's degrees of freedom, rarely a whole number. */
    public double degrees() {
        double a = Math.pow(first.standardError() / standardError(), 4) / (first.count() - 1);
        double b = Math.pow(second.standardError() / standardError(), 4) / (second.count() - 1);
        return 1 / (a + b);
    }

    /** Difference over its standard error. */
    public double t() {
        return value() / standardError();
    }

    /** Two-sided p-value against no difference. */
    public double pValue() {
        return Tails.twoSidedT(t(), degrees());
    }

    /** Welch's interval of the difference. */
    public Interval interval(double level) {
        return Tails.around(value(), Tails.criticalT(level, degrees()) * standardError(), level);
    }

    private static void refuse(String name, Moments moments) {
        if (moments.count() < 2) {
            throw new IllegalArgumentException(name + " must hold at least 2 values, got 1");
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "difference %.4f %s, t = %.2f, p = %.2g, n=%d and %d",
                value(),
                interval(0.95),
                t(),
                pValue(),
                first.count(),
                second.count());
    }
}
