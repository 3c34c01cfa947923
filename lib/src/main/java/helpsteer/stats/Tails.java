package helpsteer.stats;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Gamma;

/**
 * Tail probabilities and quantiles. The tails are taken from the incomplete beta and gamma functions themselves: one
 * minus a cumulative probability would turn every small p-value into 0.
 */
public final class Tails {
    private static final NormalDistribution NORMAL = new NormalDistribution();
    private static final double QUANTILE_ACCURACY = 1e-13;

    private Tails() {}

    public static double twoSidedT(double t, double degrees) {
        if (Double.isInfinite(t)) {
            return 0;
        }
        return Beta.regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
    }

    public static double upperF(double f, double above, double below) {
        return Double.isInfinite(f) ? 0 : Beta.regularizedBeta(below / (below + above * f), below / 2, above / 2);
    }

    public static double upperChiSquared(double chiSquared, double degrees) {
        return Gamma.regularizedGammaQ(degrees / 2, chiSquared / 2);
    }

    /** The t value that a share {@code level} of the distribution lies within, on both sides of 0. */
    public static double criticalT(double level, double degrees) {
        Values.checkLevel(level);
        return new TDistribution(degrees, QUANTILE_ACCURACY).inverseCumulativeProbability((1 + level) / 2);
    }

    /** The normal deviate that a share {@code level} of the distribution lies within, on both sides of 0. */
    public static double criticalZ(double level) {
        Values.checkLevel(level);
        return normalQuantile((1 + level) / 2);
    }

    static double normalQuantile(double probability) {
        return NORMAL.inverseCumulativeProbability(probability);
    }

    static double normalProbability(double deviate) {
        return NORMAL.cumulativeProbability(deviate);
    }

    public static Interval around(double centre, double halfWidth, double level) {
        return new Interval(centre - halfWidth, centre + halfWidth, level);
    }
}
