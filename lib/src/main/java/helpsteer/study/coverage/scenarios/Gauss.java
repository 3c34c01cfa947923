package helpsteer.study.coverage.scenarios;

import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** The standard normal distribution and expectations under it, by which the scenarios' truths are computed. */
final class Gauss {
    private static final NormalDistribution NORMAL = new NormalDistribution();
    private static final double END = 9;
    private static final int STEPS = 3600;

    private Gauss() {}

    static double probabilityBelow(double z) {
        return NORMAL.cumulativeProbability(z);
    }

    static double quantile(double share) {
        return NORMAL.inverseCumulativeProbability(share);
    }

    /** E f(Z) by the midpoint rule, exact to far beyond what a study can see for any bounded smooth f. */
    static double expectation(DoubleUnaryOperator f) {
        return expectations(1, z -> new double[] {f.applyAsDouble(z)})[0];
    }

    /** Several expectations at once: E of each number that f gives. */
    static double[] expectations(int numbers, DoubleFunction<double[]> f) {
        double step = 2 * END / STEPS;
        double[] sums = new double[numbers];
        for (int i = 0; i < STEPS; i++) {
            double z = -END + (i + 0.5) * step;
            double[] values = f.apply(z);
            double weight = NORMAL.density(z) * step;
            for (int k = 0; k < numbers; k++) {
                sums[k] += values[k] * weight;
            }
        }
        return sums;
    }

    /** The expected largest of n standard normal numbers. */
    static double expectedMaximum(int n) {
        return expectation(z -> n * z * Math.pow(probabilityBelow(z), n - 1.0));
    }
}
