package helpsteer.study.learning;

import helpsteer.reward.calibration.ExpectedCalibrationError;
import helpsteer.run.Seed;
import helpsteer.stats.Values;
import helpsteer.stats.fit.LogisticFit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How sure a model was of its preference on each of some pairs, and whether raters had the same one.
 *
 * @param probabilities that raters prefer the response that scores higher, each in [0.5, 1]
 * @param outcomes 1 where they do, 0 where they prefer the other one, 0.5 where both score the same
 */
public record PredictedPreferences(List<Double> probabilities, List<Double> outcomes) {
    /** Of a learner whose scores are no probabilities. */
    public static final PredictedPreferences NONE = new PredictedPreferences(List.of(), List.of());

    public PredictedPreferences {
        Values.checkOneLength("probabilities", probabilities.size(), "outcomes", outcomes.size());
        probabilities = List.copyOf(probabilities);
        outcomes = List.copyOf(outcomes);
    }

    /**
     * By a temperature.
     *
     * @param temperature above 0, what a difference is divided by to give the logarithm of the odds
     * @param scored difference of the scores of each pair
     * @param rated difference of the ratings of each pair; pairs of equal ratings are left out
     */
    static PredictedPreferences of(double temperature, double[] scored, double[] rated) {
        List<Double> probabilities = new ArrayList<>();
        List<Double> outcomes = new ArrayList<>();
        for (int i = 0; i < scored.length; i++) {
            if (rated[i] != 0) {
                double sign = Math.signum(scored[i]) * Math.signum(rated[i]);
                probabilities.add(LogisticFit.sigmoid(Math.abs(scored[i]) / temperature));
                outcomes.add((1 + sign) / 2);
            }
        }
        return new PredictedPreferences(probabilities, outcomes);
    }

    /** All pairs of several worlds. */
    static PredictedPreferences pooled(List<PredictedPreferences> all) {
        return new PredictedPreferences(
                all.stream().flatMap(each -> each.probabilities.stream()).toList(),
                all.stream().flatMap(each -> each.outcomes.stream()).toList());
    }

    /** Number of pairs. */
    public int size() {
        return probabilities.size();
    }

    /** How far the probabilities are from what raters prefer. */
    public ExpectedCalibrationError calibrationError() {
        return ExpectedCalibrationError.of(
                array(probabilities),
                array(outcomes),
                IntStream.range(0, size()).toArray(),
                new Seed(0));
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
