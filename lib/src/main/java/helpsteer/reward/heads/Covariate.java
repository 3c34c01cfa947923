package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.LinearHead;
import helpsteer.stats.Moments;
import helpsteer.stats.Values;
import java.util.Arrays;

/**
 * A number of each response, such as its length, that a linear head is fitted on beside the vector and that is left out when
 * it scores: what raters give for it then need not be told from the vector. Fits {@link helpsteer.reward.frozen.Ridge} and
 * {@link BradleyTerryHead} alike.
 *
 * <p>The number is one more column of the vector, standardised and so much enlarged that the penalty hardly touches it: a
 * penalised covariate would leave its share to the columns that tell the same.
 *
 * @param mean of the training rows
 * @param sd standard deviation of the training rows, above 0
 */
public record Covariate(double mean, double sd) {
    /** The penalty of its weight is a millionth of that of the others. */
    private static final double ENLARGED = 1000;

    public Covariate {
        if (!(sd > 0) || !Double.isFinite(mean) || Double.isInfinite(sd)) {
            throw new IllegalArgumentException(
                    "mean must be finite and sd above 0, got " + mean + " and " + sd + "; take a number that varies");
        }
    }

    /** In units of these training rows. */
    public static Covariate of(double[] values) {
        Moments moments = Moments.of(values);
        return new Covariate(moments.mean(), moments.populationSd());
    }

    /** Vectors with the number of each as their last column, shape (B, D + 1). */
    public float[][] beside(float[][] vectors, double[] values) {
        Values.checkOneLength("vectors", vectors.length, "values", values.length);
        float[][] out = new float[vectors.length][];
        for (int i = 0; i < out.length; i++) {
            out[i] = Arrays.copyOf(vectors[i], vectors[i].length + 1);
            out[i][vectors[i].length] = (float) (ENLARGED * (values[i] - mean) / sd);
        }
        return out;
    }

    /** A head that was fitted to such vectors, for vectors alone: every response counts as one of the mean. */
    public static LinearHead leftOut(LinearHead head) {
        double[][] weights = new double[Attribute.COUNT][];
        double[] intercepts = new double[Attribute.COUNT];
        AttributeScores origin = head.apply(new float[head.width()]);
        for (Attribute a : Attribute.values()) {
            weights[a.index()] = Arrays.copyOf(head.weights(a), head.width() - 1);
            intercepts[a.index()] = origin.of(a);
        }
        return new LinearHead(weights, intercepts);
    }
}
