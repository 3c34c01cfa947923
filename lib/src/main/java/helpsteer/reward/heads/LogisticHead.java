package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.reward.LinearHead;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Vectors;
import helpsteer.stats.fit.LogisticFit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Logistic regression of each attribute: is its rating at least a threshold?
 *
 * <p>Minimises the sum of the log losses plus half the penalty times the squared weights, the intercept left free, as
 * scikit-learn's {@code LogisticRegression} with {@code C = 1 / penalty}.
 *
 * @param head gives the log-odds of a rating at or above the threshold, so a reward model can carry it
 * @param thresholds of each attribute, in 1..4
 * @param penalties of each attribute, in their order
 */
public record LogisticHead(LinearHead head, Ratings thresholds, List<Double> penalties) {
    public LogisticHead {
        check(thresholds);
        penalties = List.copyOf(penalties);
    }

    /** Fits with one given penalty, above 0. */
    public static LogisticHead of(float[][] vectors, List<Ratings> ratings, Ratings thresholds, double penalty) {
        return of(AttributeFits.of(data(vectors, ratings, thresholds), penalty), thresholds);
    }

    /**
     * Fits each attribute with the penalty of the lowest log loss where each fold is predicted from the others.
     *
     * @param folds the fold of each vector, counted from 0; rows of one prompt must share a fold
     */
    public static LogisticHead choosing(float[][] vectors, List<Ratings> ratings, Ratings thresholds, int[] folds) {
        return of(AttributeFits.choosing(data(vectors, ratings, thresholds), folds), thresholds);
    }

    /** A learner on a frozen backbone's vectors, at the most even thresholds; its numbers are log-odds. */
    public static FrozenHead on(Vectors vectors) {
        return new FrozenHead(
                "frozen + logistic",
                vectors,
                (v, ratings, folds) ->
                        choosing(v, ratings, evenThresholds(ratings), folds).head()::apply);
    }

    /** For each attribute the threshold that divides the ratings most evenly; of equal ones the higher. */
    public static Ratings evenThresholds(List<Ratings> ratings) {
        return Ratings.of(a -> {
            int best = Attribute.MAX;
            for (int t = Attribute.MAX; t > Attribute.MIN; t--) {
                best = unevenness(ratings, a, t) < unevenness(ratings, a, best) ? t : best;
            }
            return best;
        });
    }

    private static long unevenness(List<Ratings> ratings, Attribute attribute, int threshold) {
        long above = ratings.stream().filter(r -> r.of(attribute) >= threshold).count();
        return Math.abs(2 * above - ratings.size());
    }

    private static AttributeFits.Data data(float[][] vectors, List<Ratings> ratings, Ratings thresholds) {
        check(thresholds);
        int[][] labels = Arrays.stream(Attribute.values())
                .map(a -> ratings.stream()
                        .mapToInt(r -> r.of(a) >= thresholds.of(a) ? 1 : 0)
                        .toArray())
                .toArray(int[][]::new);
        return new AttributeFits.Data(vectors, labels);
    }

    private static void check(Ratings thresholds) {
        for (Attribute a : Attribute.values()) {
            if (thresholds.of(a) <= Attribute.MIN) {
                throw new IllegalArgumentException(
                        "threshold of " + a.key() + " must be in 1..4, got " + thresholds.of(a));
            }
        }
    }

    private static LogisticHead of(List<CumulativeLogit> fits, Ratings thresholds) {
        double[][] weights = fits.stream().map(CumulativeLogit::weights).toArray(double[][]::new);
        double[] intercepts = IntStream.range(0, weights.length)
                .mapToDouble(a -> -fits.get(a).cuts()[0])
                .toArray();
        List<Double> penalties = fits.stream().map(CumulativeLogit::penalty).toList();
        return new LogisticHead(new LinearHead(weights, intercepts), thresholds, penalties);
    }

    /** The probability that the attribute's rating is at least its threshold. */
    public double probability(float[] vector, Attribute attribute) {
        return LogisticFit.sigmoid(head.apply(vector).of(attribute));
    }
}
