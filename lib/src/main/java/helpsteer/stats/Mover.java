package helpsteer.stats;

import java.util.List;

/**
 * The interval of a weighted sum of independent estimates, from the estimates' own intervals.
 *
 * <p>Method of variance estimates recovery (Zou, Huang and Zhang 2009, for linear functions of proportions): the lower
 * distance is the root of the summed squares of the weighted lower distances, and likewise above. With Wilson intervals a
 * stratum in which everything was won keeps its width, which a bootstrap within strata would lose.
 *
 * <p>Limit: of RewardBench 1's 23 subsets with all accuracies at 0.95 or 0.98 the interval of the overall score covered 91 % and 92 % in
 * 400 simulated samples (nearly all misses lie below the truth), with accuracies from 0.5 to 0.98 it covered 95 %.
 */
public final class Mover {
    private Mover() {}

    /**
     * The interval of {@code Σ weight · value}.
     *
     * @param weights at least 0
     * @param values one for each weight
     * @param intervals one for each value, containing it, all of one level
     */
    public static Interval of(double[] weights, double[] values, List<Interval> intervals) {
        if (weights.length == 0 || weights.length != values.length || weights.length != intervals.size()) {
            throw new IllegalArgumentException("weights, values and intervals must be of one length above 0, got "
                    + weights.length + ", " + values.length + " and " + intervals.size());
        }
        double sum = 0;
        double below = 0;
        double above = 0;
        double level = intervals.get(0).level();
        for (int i = 0; i < weights.length; i++) {
            Interval interval = intervals.get(i);
            if (!(weights[i] >= 0) || interval.level() != level || !interval.contains(values[i])) {
                throw new IllegalArgumentException(
                        "weights[" + i + "] must be at least 0 and its value lie in an interval" + " of level " + level
                                + ", got " + weights[i] + " and " + values[i] + " in " + interval);
            }
            sum += weights[i] * values[i];
            below += square(weights[i] * (values[i] - interval.low()));
            above += square(weights[i] * (interval.high() - values[i]));
        }
        return new Interval(sum - Math.sqrt(below), sum + Math.sqrt(above), level);
    }

    private static double square(double x) {
        return x * x;
    }
}
