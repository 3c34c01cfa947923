package helpsteer.study.losses;

import helpsteer.data.Attribute;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The mean of the rating that {@link LabelledPairs} gives a response of known value: what the best regression predicts. The
 * distribution of one rater's rating is convolved to that of the sum of three, whose third is rounded.
 */
final class ExpectedRating {
    private static final NormalDistribution NORMAL = new NormalDistribution();

    private ExpectedRating() {}

    /**
     * The mean of the rating, in 0..4.
     *
     * @param value of the response, without noise
     * @param noise standard deviation of one rater's error, at least 0
     */
    static double of(double value, double noise) {
        double[] one = new double[Attribute.MAX + 1];
        double below = 0;
        for (int rating = Attribute.MIN; rating <= Attribute.MAX; rating++) {
            double upTo = rating == Attribute.MAX ? 1 : shareBelow(rating + 0.5 - value, noise);
            one[rating] = upTo - below;
            below = upTo;
        }
        double[] sum = {1};
        for (int rater = 0; rater < PairDraws.RATERS; rater++) {
            sum = convolved(sum, one);
        }
        double mean = 0;
        for (int s = 0; s < sum.length; s++) {
            mean += sum[s] * Math.round((double) s / PairDraws.RATERS);
        }
        return mean;
    }

    private static double shareBelow(double distance, double noise) {
        return noise == 0 ? (distance > 0 ? 1 : 0) : NORMAL.cumulativeProbability(distance / noise);
    }

    private static double[] convolved(double[] a, double[] b) {
        double[] out = new double[a.length + b.length - 1];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                out[i + j] += a[i] * b[j];
            }
        }
        return out;
    }
}
