package helpsteer.reward.calibration;

import helpsteer.data.Pair;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.stats.fit.LogisticFit;
import helpsteer.stats.fit.LogisticSlope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How well the probabilities of a calibration fit pairs whose prompts had no part in it: the slope is fitted to four fifths
 * of the prompts, and gives the probabilities of the last, for each fifth in turn. The probability is that of the response
 * that scores higher.
 *
 * @param ece {@linkplain ExpectedCalibrationError expected calibration error}, to which chance only adds, with an interval by
 *     prompt that allows for it
 * @param chance the error to be expected of right probabilities, by chance alone
 * @param spread root of the mean square of the ensemble's spread on the pairs, in units of the logarithm of the odds
 * @param tooClose share of the pairs that are too close to call
 */
public record CalibrationQuality(Estimate ece, double chance, double spread, double tooClose) {
    private static final int FOLDS = 5;

    public CalibrationQuality {
        if (!ece.hasInterval()) {
            throw new IllegalArgumentException("ece must have an interval, got " + ece);
        }
        for (double share : new double[] {ece.value(), chance, tooClose}) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("ece, chance and tooClose must be in [0, 1], got " + share);
            }
        }
        if (!(spread >= 0) || Double.isInfinite(spread)) {
            throw new IllegalArgumentException("spread must be at least 0 and finite, got " + spread);
        }
    }

    /**
     * Cross-fits the slope for the calibration error; what is too close to call is told of the calibration as it is.
     *
     * @param heldOut of at least as many prompts as there are folds
     * @throws IllegalArgumentException where four fifths of the pairs have no best slope
     */
    static CalibrationQuality of(HeldOutScores heldOut, LogisticSlope slope, HeadEnsemble ensemble, Seed seed) {
        double[] differences = heldOut.differences();
        int[] groups = heldOut.groups();
        int[] folds = folds(groups);
        double[] probabilities = new double[differences.length];
        double[] outcomes = new double[differences.length];
        for (int fold = 0; fold < FOLDS; fold++) {
            double others = slopeWithout(fold, folds, heldOut).value();
            for (int i = 0; i < differences.length; i++) {
                if (folds[i] == fold) {
                    double odds = others * differences[i];
                    probabilities[i] = LogisticFit.sigmoid(Math.abs(odds));
                    outcomes[i] = odds > 0 ? 1 : odds == 0 ? 0.5 : 0;
                }
            }
        }
        ExpectedCalibrationError error = ExpectedCalibrationError.of(probabilities, outcomes, groups, seed);
        double squares = 0;
        int close = 0;
        for (int i = 0; i < differences.length; i++) {
            Pair<float[]> vectors = heldOut.vectors(i);
            squares += Math.pow(ensemble.spread(vectors.chosen(), vectors.rejected()), 2);
            close +=
                    PairProbability.of(slope, ensemble, differences[i], vectors).tooClose() ? 1 : 0;
        }
        return new CalibrationQuality(
                error.ece(),
                error.chance(),
                Math.sqrt(squares / differences.length),
                (double) close / differences.length);
    }

    /** The folds of the pairs: prompts take turns, and pairs of one prompt share one. */
    private static int[] folds(int[] groups) {
        Map<Integer, Integer> foldOf = new HashMap<>();
        return Arrays.stream(groups)
                .map(group -> foldOf.computeIfAbsent(group, g -> foldOf.size() % FOLDS))
                .toArray();
    }

    private static LogisticSlope slopeWithout(int fold, int[] folds, HeldOutScores heldOut) {
        int[] others =
                IntStream.range(0, folds.length).filter(i -> folds[i] != fold).toArray();
        double[] differences = heldOut.differences();
        int[] groups = heldOut.groups();
        double[] ones = new double[others.length];
        Arrays.fill(ones, 1);
        return LogisticSlope.of(
                Arrays.stream(others).mapToDouble(i -> differences[i]).toArray(),
                ones,
                Arrays.stream(others).map(i -> groups[i]).toArray());
    }

    @Override
    public String toString() {
        return "ECE " + ece
                + String.format(
                        Locale.ROOT,
                        " (%.3f by chance alone); %.0f %% of these pairs are too close to call",
                        chance,
                        100 * tooClose);
    }
}
