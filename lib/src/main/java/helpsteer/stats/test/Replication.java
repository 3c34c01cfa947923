package helpsteer.stats.test;

import helpsteer.stats.Interval;
import helpsteer.stats.Moments;
import helpsteer.stats.Tails;
import helpsteer.stats.Values;
import helpsteer.stats.fit.Correlation;
import java.util.Locale;

/**
 * A published figure beside ours: does the difference lie within sampling error?
 *
 * <p>The standard error of ours comes from each row's influence on the figure (the infinitesimal jackknife), so it
 * supposes no distribution: the textbook error of a standard deviation or a correlation holds for normal values and is
 * several times too small for counts of characters. The error of the difference then follows from both sizes and from
 * how our rows relate to the published ones; see {@link FinitePopulation}.
 *
 * @param published the published figure
 * @param ours the same figure of our rows
 * @param standardError standard error of the difference; 0 where we have all of the published rows
 * @param degrees degrees of freedom: one less than there are groups
 * @param difference interval of ours minus published, by Student's t
 */
public record Replication(double published, double ours, double standardError, int degrees, Interval difference) {

    /** A published mean beside that of at least two values. */
    public static Replication ofMean(double published, double[] values, FinitePopulation sampling, double level) {
        Values.check("values", values, 2);
        return of(published, Values.mean(values), Values.deviations(values), sampling, level);
    }

    /** A published standard deviation beside that of at least two values; with n or n - 1 below is alike at this size.
     * Limit: a heavy tail hides in most samples; of 700 log-normal lengths (log-sd 0.8) the interval at 95 % covered 88 % in 400 simulated
     * samples, of 700 ratings as it says. */
    public static Replication ofSd(double published, double[] values, FinitePopulation sampling, double level) {
        Values.check("values", values, 2);
        Values.checkVaries("values", values);
        double sd = Values.sampleSd(values);
        double[] influence = Values.deviations(values);
        for (int i = 0; i < influence.length; i++) {
            influence[i] = (influence[i] * influence[i] / sd - sd) / 2;
        }
        return of(published, sd, influence, sampling, level);
    }

    /** A published Pearson's r beside that of two columns of at least three rows. */
    public static Replication ofPearson(
            double published, double[] x, double[] y, FinitePopulation sampling, double level) {
        double r = Correlation.pearson(x, y).r();
        double[] dx = Values.deviations(x);
        double[] dy = Values.deviations(y);
        double sdX = Moments.of(x).populationSd();
        double sdY = Moments.of(y).populationSd();
        double[] influence = new double[x.length];
        for (int i = 0; i < influence.length; i++) {
            double zx = dx[i] / sdX;
            double zy = dy[i] / sdY;
            influence[i] = zx * zy - r * (zx * zx + zy * zy) / 2;
        }
        return of(published, r, influence, sampling, level);
    }

    /** Whether the difference is one that sampling alone would give: its interval holds 0. */
    public boolean withinSamplingError() {
        return difference.contains(0);
    }

    /** Two-sided p-value of the difference against 0; with no error at all 1 where the two are equal, otherwise 0. */
    public double pValue() {
        return ours == published ? 1 : Tails.twoSidedT((ours - published) / standardError, degrees);
    }

    private static Replication of(
            double published, double ours, double[] influence, FinitePopulation sampling, double level) {
        if (!Double.isFinite(published)) {
            throw new IllegalArgumentException("published must be finite, got " + published);
        }
        double[] sums = sampling.sumsByGroup(influence);
        double spread = Math.sqrt(sums.length / (sums.length - 1.0) * Values.product(sums, sums)) / influence.length;
        double standardError = spread * Math.sqrt(sampling.varianceFactor(influence.length));
        int degrees = sums.length - 1;
        double halfWidth = Tails.criticalT(level, degrees) * standardError;
        return new Replication(
                published, ours, standardError, degrees, Tails.around(ours - published, halfWidth, level));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "published %.4f, ours %.4f, difference %.4f %s: %s sampling error",
                published,
                ours,
                ours - published,
                difference,
                withinSamplingError() ? "within" : "beyond");
    }
}
