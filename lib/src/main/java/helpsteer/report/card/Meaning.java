package helpsteer.report.card;

import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.CalibrationQuality;
import helpsteer.reward.calibration.HeadEnsemble;
import helpsteer.reward.calibration.ScoreCalibration;
import helpsteer.stats.Numbers;

/** How a model card says what a score means. */
final class Meaning {
    private static final int DECIMALS = 3;

    private Meaning() {}

    /** The section on calibration. */
    static String text(CalibrationOutcome outcome) {
        return "## What a score means\n\n"
                + outcome.calibration()
                        .map(Meaning::of)
                        .orElse("Calibration: absent, since " + outcome.reason() + ".\n\n");
    }

    private static String of(ScoreCalibration calibration) {
        CalibrationQuality quality = calibration.quality();
        HeadEnsemble ensemble = calibration.ensemble();
        return "The probability that raters prefer response A to B, where they find one better, is the sigmoid of the"
                + " difference of their goodness over the temperature.\n\n"
                + "- Temperature: " + Numbers.significant(calibration.temperature(), DECIMALS) + ", from "
                + calibration.slope().count() + " pairs of "
                + calibration.slope().groups()
                + " prompts held out; its inverse is "
                + number(calibration.slope().value()) + " with standard error "
                + number(calibration.slope().standardError()) + " by prompt.\n"
                + "- Expected calibration error on prompts that had no part in it: " + quality.ece() + ", "
                + Numbers.fixed(quality.chance(), DECIMALS) + " of it to be expected by chance.\n"
                + "- Interval of a probability: from the error of the temperature and the spread of "
                + ensemble.deviations().size() + " heads fitted to prompts drawn anew (" + ensemble.prompts() + " of "
                + ensemble.learned() + " learned). It does not cover the layers below the head, nor texts or raters"
                + " unlike these.\n"
                + "- Spread of the heads on the pairs held out, as a standard deviation of the logarithm of the odds: "
                + number(quality.spread()) + "; " + Numbers.fixed(100 * quality.tooClose(), 0)
                + " % of these pairs are too close to call.\n"
                + "- Percentiles are among "
                + Numbers.fixed(calibration.reference().count(), 0)
                + " responses held out, whatever their prompts.\n\n";
    }

    private static String number(double value) {
        return Numbers.significant(value, DECIMALS);
    }
}
