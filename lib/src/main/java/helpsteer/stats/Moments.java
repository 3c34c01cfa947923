package helpsteer.stats;

import java.util.Locale;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/**
 * A sample's size, mean and spread: all that a published table tells, and enough for intervals.
 *
 * @param count number of values, at least 1
 * @param mean arithmetic mean
 * @param sampleSd standard deviation with n - 1 below; NaN where {@code count} is 1
 */
public record Moments(int count, double mean, double sampleSd) {
    public Moments {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, got " + count);
        }
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean must be finite, got " + mean);
        }
        if (count > 1 && !(sampleSd >= 0)) {
            throw new IllegalArgumentException("sampleSd must be at least 0, got " + sampleSd);
        }
    }

    /** The moments of at least one finite value. */
    public static Moments of(double... values) {
        Values.check("values", values, 1);
        return new Moments(values.length, Values.mean(values), Values.sampleSd(values));
    }

    /** The standard deviation with n below; 0 for one value. */
    public double populationSd() {
        return count == 1 ? 0 : sampleSd * Math.sqrt((count - 1.0) / count);
    }

    /** The standard error of the mean, for values drawn independently of each other; NaN for one value. */
    public double standardError() {
        return sampleSd / Math.sqrt(count);
    }

    /**
     * Student's interval for the mean. Limit: of 100 log-normal values as skewed as lengths of responses (log-sd 0.8) it covered 92 %
     * in 400 simulated samples, of 500 such values 94 %.
     *
     * @throws IllegalArgumentException for one value, whose spread is unknown
     */
    public Interval meanInterval(double level) {
        refuseOne("mean");
        return Tails.around(mean, Tails.criticalT(level, count - 1) * standardError(), level);
    }

    /**
     * The mean with its 95 % interval.
     *
     * @throws IllegalArgumentException for one value, whose spread is unknown
     */
    public Estimate toEstimate() {
        return Estimate.of(mean, meanInterval(0.95));
    }

    /**
     * The chi-square interval for the standard deviation. It holds for normal values only: for counts of characters and
     * other heavy tails it is far too narrow, and {@code Replication.ofSd} or {@link Bootstrap} is the one to use.
     *
     * @throws IllegalArgumentException for one value, whose spread is unknown
     */
    public Interval sdInterval(double level) {
        refuseOne("sd");
        Values.checkLevel(level);
        var chiSquared = new ChiSquaredDistribution(count - 1.0, 1e-12);
        double sumOfSquares = (count - 1) * sampleSd * sampleSd;
        return new Interval(
                Math.sqrt(sumOfSquares / chiSquared.inverseCumulativeProbability((1 + level) / 2)),
                Math.sqrt(sumOfSquares / chiSquared.inverseCumulativeProbability((1 - level) / 2)),
                level);
    }

    private void refuseOne(String what) {
        if (count < 2) {
            throw new IllegalArgumentException("count must be at least 2 for an interval of the " + what + ", got 1");
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "n=%d, mean %.4f, sd %.4f", count, mean, sampleSd);
    }
}
