package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import java.util.List;

/**
 * How probable each rating of one attribute is.
 *
 * @param probabilities of the ratings 0..4, with a sum of 1
 */
public record RatingDistribution(List<Double> probabilities) {
    private static final double ROUNDING = 1e-9;

    public RatingDistribution {
        probabilities = List.copyOf(probabilities);
        double sum = probabilities.stream().mapToDouble(Double::doubleValue).sum();
        if (probabilities.size() != Attribute.MAX + 1
                || probabilities.stream().anyMatch(p -> !(p >= 0))
                || !(Math.abs(sum - 1) < ROUNDING)) {
            throw new IllegalArgumentException(
                    "probabilities must be 5 of at least 0 with a sum of 1, got " + probabilities);
        }
    }

    /** The probability of one rating. */
    public double of(int rating) {
        if (rating < Attribute.MIN || rating > Attribute.MAX) {
            throw new IllegalArgumentException("rating must be in 0..4, got " + rating);
        }
        return probabilities.get(rating);
    }

    /** The mean rating. */
    public double mean() {
        double sum = 0;
        for (int r = 0; r < probabilities.size(); r++) {
            sum += r * probabilities.get(r);
        }
        return sum;
    }

    /** The smallest rating that is not exceeded with at least this probability, in (0, 1). */
    public int quantile(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must be in (0, 1), got " + share);
        }
        double below = 0;
        for (int r = 0; r < Attribute.MAX; r++) {
            below += probabilities.get(r);
            if (below >= share) {
                return r;
            }
        }
        return Attribute.MAX;
    }

    /** Minus the logarithm of a rating's probability. */
    public double logLoss(int rating) {
        return -Math.log(of(rating));
    }

    /**
     * The ranked probability score of a rating (Epstein 1969): the sum over k of the squared difference between the
     * probability of at most k and whether the rating is at most k. 0 for a sure and right forecast, 4 for the worst.
     */
    public double rankedProbabilityScore(int rating) {
        of(rating);
        double below = 0;
        double sum = 0;
        for (int k = 0; k < Attribute.MAX; k++) {
            below += probabilities.get(k);
            double error = below - (rating <= k ? 1 : 0);
            sum += error * error;
        }
        return sum;
    }
}
