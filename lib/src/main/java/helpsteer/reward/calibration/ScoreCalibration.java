package helpsteer.reward.calibration;

import helpsteer.data.Pair;
import helpsteer.run.Seed;
import helpsteer.stats.Numbers;
import helpsteer.stats.fit.LogisticSlope;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * What a model's rewards mean, learned from responses that the model has not learned.
 *
 * <p>The probability that raters prefer response A to B, where they find one better, is the sigmoid of the difference of
 * their rewards over a temperature (Bradley and Terry 1952; Guo et al. 2017). Its interval covers the sampling error of the
 * temperature and, by an ensemble of bootstrapped heads, that of the model's head. It does not cover the layers below the
 * head, which another training would have made otherwise, nor texts or raters unlike those held out. A reward's percentile
 * is its place among the rewards of the responses held out.
 *
 * @param slope one over the temperature, and its standard error by prompt
 * @param reference rewards of the responses held out
 * @param ensemble heads fitted to prompts drawn anew
 * @param quality how well the probabilities fit, and how many pairs are too close to call
 */
public record ScoreCalibration(
        LogisticSlope slope, ReferenceScores reference, HeadEnsemble ensemble, CalibrationQuality quality) {
    /** Fewest pairs held out; the error of the temperature is one of large samples. */
    public static final int LEAST_PAIRS = 30;

    /** Fewest prompts to fit heads to. */
    public static final int LEAST_PROMPTS = 20;

    private static final Seed SEED = new Seed(0);

    public ScoreCalibration {
        if (!(slope.value() > 0)) {
            throw new IllegalArgumentException("slope must be above 0, got " + slope.value());
        }
    }

    /**
     * Fits all parts; the same numbers give the same bits.
     *
     * @param heldOut at least {@link #LEAST_PAIRS} pairs
     * @param heads of at least {@link #LEAST_PROMPTS} prompts, none of them held out
     * @param learned prompts that the model's head learned, at least those of {@code heads}; empty where it learned none of
     *     these
     * @throws IllegalArgumentException where there are too few pairs or prompts, the rewards point the wrong way on the
     *     whole, or they tell every pair
     */
    public static ScoreCalibration of(HeldOutScores heldOut, HeadFit heads, OptionalInt learned) {
        requireEnough(
                heldOut.size(), (int) Arrays.stream(heads.prompts()).distinct().count());
        LogisticSlope slope = LogisticSlope.of(heldOut.differences(), heldOut.outcomes(), heldOut.groups());
        if (!(slope.value() > 0)) {
            throw new IllegalArgumentException(
                    "rewards must rank the pairs held out as their raters do on the whole, got"
                            + " a slope of " + Numbers.significant(slope.value(), 3) + " from " + slope.count()
                            + " pairs; a temperature cannot mend that");
        }
        HeadEnsemble ensemble = HeadEnsemble.of(heads, learned, heldOut, SEED);
        return new ScoreCalibration(
                slope,
                ReferenceScores.of(heldOut.rewards()),
                ensemble,
                CalibrationQuality.of(heldOut, slope, ensemble, SEED));
    }

    static void requireEnough(int pairs, int prompts) {
        if (pairs < LEAST_PAIRS) {
            throw new IllegalArgumentException(
                    "pairs held out must be at least " + LEAST_PAIRS + ", got " + pairs + "; take more rows");
        }
        if (prompts < LEAST_PROMPTS) {
            throw new IllegalArgumentException("prompts to fit heads to must be at least " + LEAST_PROMPTS + ", got "
                    + prompts + "; take more rows");
        }
    }

    /** What differences of rewards are divided by to give the logarithm of the odds. */
    public double temperature() {
        return 1 / slope.value();
    }

    /** The share of the responses held out, in per cent, whose reward is below this one. */
    public double percentile(double reward) {
        return reference.percentile(reward);
    }

    /**
     * The probability that the first of two responses to one prompt is the better one, with its interval.
     *
     * @param difference reward of the first less that of the second
     * @param vectors of both, which the head reads, each of length D
     */
    public PairProbability compare(double difference, Pair<float[]> vectors) {
        return PairProbability.of(slope, ensemble, difference, vectors);
    }

    /** One line: temperature, pairs, calibration error, and how much is too close to call. */
    @Override
    public String toString() {
        return "temperature " + Numbers.significant(temperature(), 3) + " from " + slope.count() + " pairs of "
                + slope.groups() + " prompts held out; " + quality;
    }
}
