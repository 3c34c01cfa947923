package helpsteer.align.steerlm2;

import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import org.hipparchus.special.Beta;

/**
 * A reward model's score as a distribution over the ratings 0 to 4 (paper, section 4.5): of a score r the share r/4 is the
 * mean of a Beta distribution with {@code alpha + beta = total}, and a rating has the probability of its bin.
 *
 * <p>A Beta distribution needs a mean within (0, 1), so scores are first clipped to {@code [lowest, highest]}; the paper
 * does not say how. Attributes count as independent, which it does not say either.
 *
 * <p>A probability is the difference of two tails on the side where both are small, so that no digits are lost. With totals
 * up to 300 none is below 1e-290, so no logarithm is infinite; with the paper's 24 and clipping at 0.04 the least is e^-54.
 *
 * @param bins which part of [0, 1] is which rating
 * @param total alpha + beta, in (0, 300]; the paper takes 24, from the spread of its training data
 * @param lowest what lower scores count as, above 0
 * @param highest what higher scores count as, below 4 and at least {@code lowest}
 */
public record BetaRatings(Bins bins, double total, double lowest, double highest) {
    private static final double LARGEST_TOTAL = 300;

    public BetaRatings {
        if (!(total > 0 && total <= LARGEST_TOTAL)) {
            throw new IllegalArgumentException("total must be in (0, 300], got " + total);
        }
        if (!(lowest > Attribute.MIN && lowest <= highest && highest < Attribute.MAX)) {
            throw new IllegalArgumentException(
                    "lowest and highest must be within (0, 4), the first not above the other," + " got " + lowest
                            + " and " + highest);
        }
    }

    /** The paper's 24, with scores clipped to [0.04, 3.96], one per cent of the scale from its ends. */
    public static BetaRatings of(Bins bins) {
        return new BetaRatings(bins, 24, 0.04, 3.96);
    }

    /** The same with other clipping. */
    public BetaRatings withClipping(double low, double high) {
        return new BetaRatings(bins, total, low, high);
    }

    /** The score as it counts. */
    public double clipped(double score) {
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("score must be finite, got " + score);
        }
        return Math.max(lowest, Math.min(highest, score));
    }

    /** The first parameter of the score's distribution; the second is {@code total} minus it. */
    public double alpha(double score) {
        return total * (clipped(score) / Attribute.MAX);
    }

    /** The probability that a response with this score is rated so, above 0. */
    public double probability(double score, int rating) {
        double alpha = alpha(score);
        double beta = total - alpha;
        double from = bins.from(rating);
        double to = bins.to(rating);
        double mean = alpha / total;
        if (to <= mean) {
            return below(to, alpha, beta) - below(from, alpha, beta);
        }
        if (from >= mean) {
            return above(from, alpha, beta) - above(to, alpha, beta);
        }
        return 1 - below(from, alpha, beta) - above(to, alpha, beta);
    }

    private static double below(double x, double alpha, double beta) {
        return Beta.regularizedBeta(x, alpha, beta);
    }

    private static double above(double x, double alpha, double beta) {
        return Beta.regularizedBeta(1 - x, beta, alpha);
    }

    /** The probabilities of the ratings 0 to 4, which add up to 1. */
    public double[] probabilities(double score) {
        double[] out = new double[Attribute.MAX + 1];
        for (int rating = 0; rating < out.length; rating++) {
            out[rating] = probability(score, rating);
        }
        return out;
    }

    /** The logarithm of {@link #probability}, finite. */
    public double logProbability(double score, int rating) {
        return Math.log(probability(score, rating));
    }

    /** log P(a|x,y): that a response with these scores has all five ratings, the sum of five logarithms. */
    public double logProbability(AttributeScores scores, Ratings wanted) {
        double sum = 0;
        for (Attribute a : Attribute.values()) {
            sum += logProbability(scores.of(a), wanted.of(a));
        }
        return sum;
    }
}
