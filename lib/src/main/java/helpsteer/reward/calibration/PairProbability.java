package helpsteer.reward.calibration;

import helpsteer.data.Pair;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.Tails;
import helpsteer.stats.fit.LogisticFit;
import helpsteer.stats.fit.LogisticSlope;

/**
 * How probable it is that the first of two responses is the better one, where raters find one better.
 *
 * @param probability in [0, 1]
 * @param interval of the probability, which holds it
 */
public record PairProbability(double probability, Interval interval) {
    private static final double HALF = 0.5;
    private static final double LEVEL = 0.95;
    private static final int DECIMALS = 2;

    public PairProbability {
        if (!(probability >= 0 && probability <= 1) || !interval.contains(probability)) {
            throw new IllegalArgumentException(
                    "probability must be in [0, 1] and in its interval, got " + probability + " and " + interval);
        }
    }

    /**
     * The sigmoid of slope times difference. Its 95 % interval is Student's, on the logarithm of the odds, whose variance is
     * that of the slope plus that of the heads; the degrees of freedom are those of such a sum (Satterthwaite 1946).
     *
     * @param slope one over the temperature
     * @param ensemble heads fitted to prompts drawn anew
     * @param difference reward of the first less that of the second
     * @param vectors of both, which the head reads, each of length D
     */
    static PairProbability of(LogisticSlope slope, HeadEnsemble ensemble, double difference, Pair<float[]> vectors) {
        double odds = slope.value() * difference;
        double ofSlope = Math.pow(slope.standardError() * difference, 2);
        double ofHead = Math.pow(ensemble.spread(vectors.chosen(), vectors.rejected()), 2);
        double variance = ofSlope + ofHead;
        double width = 0;
        if (variance > 0) {
            double a = ofSlope / variance;
            double b = ofHead / variance;
            double degrees = 1
                    / (a * a / (slope.groups() - 1)
                            + b * b / (ensemble.deviations().size() - 1));
            width = Tails.criticalT(LEVEL, degrees) * Math.sqrt(variance);
        }
        double probability = LogisticFit.sigmoid(odds);
        return new PairProbability( // rounding may not put the probability outside
                probability,
                new Interval(
                        Math.min(probability, LogisticFit.sigmoid(odds - width)),
                        Math.max(probability, LogisticFit.sigmoid(odds + width)),
                        LEVEL));
    }

    /** Whether the interval holds one half, so that either may be the better one. */
    public boolean tooClose() {
        return interval.contains(HALF);
    }

    /** Whether the first is more likely the better one. */
    public boolean firstAhead() {
        return probability > HALF;
    }

    /** The same of the two responses in the other order. */
    public PairProbability turned() {
        return new PairProbability(
                1 - probability, new Interval(1 - interval.high(), 1 - interval.low(), interval.level()));
    }

    /** The verdict in words, such as {@code "A is better with probability 0.71 [0.62, 0.79]"}. */
    public String text(String first, String second) {
        boolean secondAhead = probability < HALF;
        PairProbability shown = secondAhead ? turned() : this;
        return (tooClose() ? "too close to call: " : "")
                + (secondAhead ? second : first)
                + " is better with probability "
                + Estimate.of(shown.probability, shown.interval).text(DECIMALS);
    }

    @Override
    public String toString() {
        return text("the first", "the second");
    }
}
