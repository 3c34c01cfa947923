package helpsteer.stats.fit;

import helpsteer.stats.Values;
import java.util.Arrays;
import java.util.Locale;

/**
 * What score differences are divided by so that their sigmoids are the most likely probabilities (Guo et al. 2017, with
 * two classes).
 *
 * @param value above 0; above 1 where the scores are too sure of themselves
 * @param logLossBefore mean negative log-likelihood of the outcomes at temperature 1
 * @param logLoss the same at this temperature
 * @param count number of differences it was fitted on
 */
public record Temperature(double value, double logLossBefore, double logLoss, int count) {
    public Temperature {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("value must be above 0 and finite, got " + value);
        }
    }

    /**
     * Fits the one number by maximum likelihood.
     *
     * @param differences score of the first less score of the second
     * @param outcomes 1 where the first was better, 0 where the second was, 0.5 where neither
     * @throws IllegalArgumentException where no temperature is best: the differences tell every outcome, or point the
     *     wrong way on the whole
     */
    public static Temperature of(double[] differences, double[] outcomes) {
        Values.checkOneLength("differences", differences.length, "outcomes", outcomes.length);
        Values.check("differences", differences, 1);
        double[][] rows =
                Arrays.stream(differences).mapToObj(d -> new double[] {d}).toArray(double[][]::new);
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        LogisticFit fit = LogisticFit.of(new LogisticFit.Rows(rows, outcomes, ones), 0);
        double slope = fit.coefficients().get(0);
        if (!(slope > 0)) {
            throw new IllegalArgumentException("differences must point the right way on the whole, got a slope of "
                    + slope + "; a temperature cannot mend that");
        }
        return new Temperature(1 / slope, logLoss(differences, outcomes), fit.logLoss(), rows.length);
    }

    /** The probability that the first is better. */
    public double probability(double difference) {
        return LogisticFit.sigmoid(difference / value);
    }

    private static double logLoss(double[] differences, double[] outcomes) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            double z = differences[i];
            sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - outcomes[i] * z;
        }
        return sum / differences.length;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "temperature %.3f, log-loss %.4f → %.4f, n=%d", value, logLossBefore, logLoss, count);
    }
}
