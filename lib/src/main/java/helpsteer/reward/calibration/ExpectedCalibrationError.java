package helpsteer.reward.calibration;

import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.stats.agreement.CalibrationError;
import helpsteer.stats.agreement.Reliability;

/**
 * The expected calibration error of probabilities in ten bins of equal counts ({@link Reliability}), beside what chance alone
 * makes of it.
 *
 * @param ece to which chance only adds, with a 95 % interval that allows for it ({@link CalibrationError})
 * @param chance the error to be expected of right probabilities
 */
public record ExpectedCalibrationError(Estimate ece, double chance) {
    private static final int BINS = 10;
    private static final int RESAMPLES = 1000;
    private static final int DRAWS = 200;
    private static final double LEVEL = 0.95;

    /**
     * Of some probabilities and what happened.
     *
     * @param probabilities each in [0, 1]
     * @param outcomes 1 where it happened, 0 where not, 0.5 for a tie
     * @param groups for each row its group, such as its prompt: rows of one group are drawn together
     * @param seed of the resamples and of the drawn outcomes
     */
    public static ExpectedCalibrationError of(double[] probabilities, double[] outcomes, int[] groups, Seed seed) {
        return new ExpectedCalibrationError(
                CalibrationError.of(probabilities, outcomes, BINS)
                        .interval(groups, RESAMPLES, LEVEL, seed.stream("calibration-error"))
                        .toEstimate(),
                Reliability.eceByChance(probabilities, BINS, DRAWS, seed.stream("calibration-chance")));
    }
}
