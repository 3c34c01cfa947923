package helpsteer.report.card;

import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.CalibrationQuality;
import helpsteer.reward.calibration.HeadEnsemble;
import helpsteer.reward.calibration.ScoreCalibration;
import helpsteer.stats.Numbers;

/** How a model card says what a score means. */
final class Meaning {
    private static final int DECIMALS = 3;
    private static final String HEADING = "## What a score means\n\n";

    /** The section that follows in a card. */
    private static final String NEXT = "## Limits\n";

    private Meaning() {}

    /** The section on calibration. */
    static String text(CalibrationOutcome outcome) {
        return HEADING
                + outcome.calibration()
                        .map(Meaning::of)
                        .orElse("Calibration: absent, since " + outcome.reason() + ".\n\n");
    }

    /** A card with this section in place of the one that it has, or before its limits, or at its end where it has neither. */
    static String into(String card, CalibrationOutcome outcome) {
        int from = card.indexOf(HEADING);
        int before = from < 0 ? card.indexOf(NEXT) : from;
        if (before < 0) {
            return card.stripTrailing() + "\n\n" + text(outcome);
        }
        int after = from < 0 ? before : card.indexOf("\n## ", from) + 1;
        return card.substring(0, before) + text(outcome) + (after == 0 ? "" : card.substring(after));
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
                + "- Expected calibration error: " + quality.ece() + ", "
                + Numbers.fixed(quality.chance(), DECIMALS) + " of it to be expected by chance; checked on all "
                + calibration.slope().count()
                + " pairs, each by a temperature from the other four fifths of the prompts"
                + " (cross-validation).\n"
                + "- Interval of a probability: from the error of the temperature and the spread of "
                + ensemble.deviations().size() + " heads fitted to prompts drawn anew (" + prompts(ensemble)
                + "). It does not cover the layers below the head, nor texts or raters"
                + " unlike these.\n"
                + "- Spread of the heads on the pairs held out, as a standard deviation of the logarithm of the odds: "
                + number(quality.spread()) + "; " + Numbers.fixed(100 * quality.tooClose(), 0)
                + " % of these pairs are too close to call.\n"
                + "- Percentiles are among "
                + Numbers.fixed(calibration.reference().count(), 0)
                + " responses held out, whatever their prompts.\n\n";
    }

    private static String prompts(HeadEnsemble ensemble) {
        return ensemble.learned() == null
                ? ensemble.prompts() + " that the model has not learned; how many its own head learned is not recorded"
                : ensemble.prompts() + " of " + ensemble.learned() + " learned";
    }

    private static String number(double value) {
        return Numbers.significant(value, DECIMALS);
    }
}
