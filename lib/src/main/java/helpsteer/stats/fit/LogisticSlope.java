package helpsteer.stats.fit;

import helpsteer.stats.Values;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Logistic regression of which of two things was better on one difference of them, without an intercept. The standard
 * error allows rows of one group, such as the pairs of one prompt, to be alike (the cluster-robust sandwich of Liang and
 * Zeger 1986, times groups / (groups - 1)). One over the slope is the {@link Temperature} of the differences.
 *
 * @param value the slope; below 0 where the differences point the wrong way on the whole
 * @param standardError of the slope
 * @param count number of differences
 * @param groups number of groups, at least 2
 */
public record LogisticSlope(double value, double standardError, int count, int groups) {
    public LogisticSlope {
        if (!Double.isFinite(value) || !(standardError >= 0) || Double.isInfinite(standardError)) {
            throw new IllegalArgumentException("value must be finite and standardError at least 0 and finite, got "
                    + value + " and " + standardError);
        }
        if (groups < 2 || count < groups) {
            throw new IllegalArgumentException(
                    "groups must be at least 2 and at most count, got " + groups + " groups of " + count);
        }
    }

    /**
     * Fits the slope by maximum likelihood.
     *
     * @param differences score of the first less score of the second
     * @param outcomes 1 where the first was better, 0 where the second was, 0.5 where neither
     * @param groups the group of each difference, any integers; at least two groups
     * @throws IllegalArgumentException where there is no best slope: the differences are all 0 or tell every outcome
     */
    public static LogisticSlope of(double[] differences, double[] outcomes, int[] groups) {
        Values.checkOneLength("differences", differences.length, "outcomes", outcomes.length);
        Values.checkOneLength("differences", differences.length, "groups", groups.length);
        Values.check("differences", differences, 1);
        double[][] rows =
                Arrays.stream(differences).mapToObj(d -> new double[] {d}).toArray(double[][]::new);
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        double slope = LogisticFit.of(new LogisticFit.Rows(rows, outcomes, ones), 0)
                .coefficients()
                .get(0);
        double curvature = 0;
        Map<Integer, Double> scores = new HashMap<>();
        for (int i = 0; i < differences.length; i++) {
            double p = LogisticFit.sigmoid(slope * differences[i]);
            curvature += p * (1 - p) * differences[i] * differences[i];
            scores.merge(groups[i], (outcomes[i] - p) * differences[i], Double::sum);
        }
        double squares = 0;
        for (double score : scores.values()) {
            squares += score * score;
        }
        int count = scores.size();
        double error = Math.sqrt(squares * count / Math.max(1, count - 1)) / curvature;
        return new LogisticSlope(slope, error, differences.length, count);
    }

    /** The probability that the first is better. */
    public double probability(double difference) {
        return LogisticFit.sigmoid(value * difference);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "slope %.4f, standard error %.4f, n=%d in %d groups", value, standardError, count, groups);
    }
}
