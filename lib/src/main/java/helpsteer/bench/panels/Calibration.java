package helpsteer.bench.panels;

import helpsteer.bench.PairScores;
import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.agreement.CalibrationError;
import helpsteer.stats.agreement.Reliability;
import helpsteer.stats.fit.LogisticFit;
import helpsteer.stats.fit.Temperature;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How sure a model is of a pair, and how often it is right. The probability is the sigmoid of the score difference over a
 * temperature, taken for the response that the model prefers, so that it lies in [0.5, 1]; equal scores count half right.
 *
 * @param model the model's name
 * @param benchmark the benchmark's name
 * @param temperature what differences were divided by; 1 leaves them as they are
 * @param reliability bins, calibration error and Brier score
 * @param ece the calibration error, to which chance only adds, with an interval by prompt that allows for it
 * @param floor the calibration error to be expected of a perfectly calibrated model of these probabilities
 */
public record Calibration(
        String model, String benchmark, double temperature, Reliability reliability, Bootstrap ece, double floor) {
    /** Bins that the error is taken over, as is usual. */
    public static final int BINS = 10;

    private static final int RESAMPLES = 1000;
    private static final int DRAWS = 200;
    private static final double LEVEL = 0.95;

    /**
     * Fits the temperature to a model's pairs. Take it from other pairs than those it is used on.
     *
     * @throws IllegalArgumentException where the model is right or wrong on all pairs, or no better than chance
     */
    public static Temperature temperature(PairScores scores) {
        return Temperature.of(sureness(scores), outcomes(scores));
    }

    /** The probabilities as the scores give them. */
    public static Calibration of(PairScores scores, Seed seed) {
        return of(scores, 1, seed);
    }

    /**
     * The probabilities at a temperature.
     *
     * @param temperature above 0
     */
    public static Calibration of(PairScores scores, double temperature, Seed seed) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be above 0 and finite, got " + temperature);
        }
        double[] probabilities = sureness(scores);
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = LogisticFit.sigmoid(probabilities[i] / temperature);
        }
        double[] outcomes = outcomes(scores);
        Bootstrap ece = CalibrationError.of(probabilities, outcomes, BINS)
                .interval(scores.prompts(), RESAMPLES, LEVEL, seed.stream("calibration-error"));
        return new Calibration(
                scores.model(),
                scores.benchmark(),
                temperature,
                Reliability.of(probabilities, outcomes, BINS),
                ece,
                floor(probabilities, seed.stream("calibration-floor")));
    }

    private static double floor(double[] probabilities, SplittableRandom random) {
        double sum = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] drawn = new double[probabilities.length];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = random.nextDouble() < probabilities[i] ? 1 : 0;
            }
            sum += Reliability.of(probabilities, drawn, BINS).ece();
        }
        return sum / DRAWS;
    }

    private static double[] sureness(PairScores scores) {
        return scores.pairs().stream().mapToDouble(p -> Math.abs(p.margin())).toArray();
    }

    private static double[] outcomes(PairScores scores) {
        return scores.pairs().stream()
                .mapToDouble(p -> p.win() ? 1 : p.margin() == 0 ? 0.5 : 0)
                .toArray();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s on %s at temperature %.3f: ECE %.4f %s (%.4f by chance alone), Brier score %.4f",
                model,
                benchmark,
                temperature,
                ece.estimate(),
                ece.interval(),
                floor,
                reliability.brier());
    }
}
