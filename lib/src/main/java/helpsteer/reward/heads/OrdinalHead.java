package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A distribution over the ratings 0..4 of each attribute by a cumulative logit: one direction in the vectors and up to four
 * cuts along it.
 *
 * <p>Not a softmax of five directions: ratings are ordered, and of a thousand rows some ratings have a dozen, too few for a
 * direction of their own. Mean, quantiles and probabilities come out of the one distribution, so quantiles cannot cross.
 *
 * <p>So that no rating is impossible, each counts as if it had been seen once more than it was.
 */
public final class OrdinalHead {
    private final List<CumulativeLogit> fits;
    private final int rows;

    private OrdinalHead(List<CumulativeLogit> fits, int rows) {
        this.fits = fits;
        this.rows = rows;
    }

    /**
     * Fits with one given penalty.
     *
     * @param vectors shape (n, D)
     * @param ratings one for each vector, of at least two different values for each attribute
     * @param penalty half of which the squared weights are multiplied with, above 0
     */
    public static OrdinalHead of(float[][] vectors, List<Ratings> ratings, double penalty) {
        return new OrdinalHead(AttributeFits.of(data(vectors, ratings), penalty), vectors.length);
    }

    /**
     * Fits each attribute with the penalty of the lowest log loss where each fold is predicted from the others.
     *
     * @param folds the fold of each vector, counted from 0; rows of one prompt must share a fold
     */
    public static OrdinalHead choosing(float[][] vectors, List<Ratings> ratings, int[] folds) {
        return new OrdinalHead(AttributeFits.choosing(data(vectors, ratings), folds), vectors.length);
    }

    /** A learner on a frozen backbone's vectors; its numbers are the means of the distributions. */
    public static FrozenHead on(Vectors vectors) {
        return new FrozenHead("frozen + ordinal", vectors, (v, ratings, folds) -> choosing(v, ratings, folds)::means);
    }

    private static AttributeFits.Data data(float[][] vectors, List<Ratings> ratings) {
        int[][] labels = Arrays.stream(Attribute.values())
                .map(a -> ratings.stream().mapToInt(r -> r.of(a)).toArray())
                .toArray(int[][]::new);
        return new AttributeFits.Data(vectors, labels);
    }

    /** How probable each rating of the attribute is for a vector of length D. */
    public RatingDistribution distribution(float[] vector, Attribute attribute) {
        CumulativeLogit fit = fits.get(attribute.index());
        double[] seen = fit.probabilities(vector);
        int[] levels = fit.levels();
        double[] all = new double[Attribute.MAX + 1];
        for (int k = 0; k < seen.length; k++) {
            all[levels[k]] = seen[k];
        }
        List<Double> out = new ArrayList<>();
        for (double p : all) {
            out.add((rows * p + 1) / (rows + all.length));
        }
        return new RatingDistribution(out);
    }

    /** The mean rating of each attribute. */
    public AttributeScores means(float[] vector) {
        return AttributeScores.of((Attribute a) -> distribution(vector, a).mean());
    }

    /** The penalty that an attribute was fitted with. */
    public double penalty(Attribute attribute) {
        return fits.get(attribute.index()).penalty();
    }

    /** The fit of an attribute. */
    CumulativeLogit fit(Attribute attribute) {
        return fits.get(attribute.index());
    }
}
