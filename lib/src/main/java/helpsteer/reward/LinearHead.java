package helpsteer.reward;

import helpsteer.data.Attribute;

/**
 * Five numbers as a linear function of a vector.
 *
 * <p>Holds one row of weights an attribute and an intercept each; immutable.
 */
public final class LinearHead {
    private final double[][] weights;
    private final double[] intercepts;

    /**
     * Takes copies.
     *
     * @param weights shape (A, D)
     * @param intercepts shape (A)
     */
    public LinearHead(double[][] weights, double[] intercepts) {
        int attributes = Attribute.COUNT;
        if (weights.length != attributes || intercepts.length != attributes) {
            throw new IllegalArgumentException("weights and intercepts must have " + attributes + " rows, got "
                    + weights.length + " and " + intercepts.length);
        }
        this.weights = new double[attributes][];
        for (int a = 0; a < attributes; a++) {
            if (weights[a].length != weights[0].length) {
                throw new IllegalArgumentException(
                        "weights must be a matrix, got rows of " + weights[0].length + " and " + weights[a].length);
            }
            this.weights[a] = weights[a].clone();
        }
        this.intercepts = intercepts.clone();
    }

    /** Gives 0 to every vector. */
    public static LinearHead zero(int width) {
        return new LinearHead(new double[Attribute.COUNT][width], new double[Attribute.COUNT]);
    }

    /** Length D of the vectors that the head reads. */
    public int width() {
        return weights[0].length;
    }

    /** The scores of one vector of length D. */
    public AttributeScores apply(float[] vector) {
        if (vector.length != width()) {
            throw new IllegalArgumentException("vector must have length " + width() + ", got " + vector.length);
        }
        return AttributeScores.of((Attribute a) -> {
            double sum = intercepts[a.index()];
            double[] row = weights[a.index()];
            for (int d = 0; d < row.length; d++) {
                sum += row[d] * vector[d];
            }
            return sum;
        });
    }

    /** A copy of one attribute's weights, length D. */
    public double[] weights(Attribute attribute) {
        return weights[attribute.index()].clone();
    }

    /** The weights of a reward that is a weighted sum of the attributes, length D. */
    public double[] weights(AttributeWeights reward) {
        double[] out = new double[width()];
        for (Attribute a : Attribute.values()) {
            for (int d = 0; d < out.length; d++) {
                out[d] += reward.of(a) * weights[a.index()][d];
            }
        }
        return out;
    }

    /** The weights as one row-major array of floats, shape (A, D). */
    float[] weightsAsFloats() {
        float[] out = new float[weights.length * width()];
        for (int a = 0; a < weights.length; a++) {
            for (int d = 0; d < width(); d++) {
                out[a * width() + d] = (float) weights[a][d];
            }
        }
        return out;
    }

    /** The intercepts as floats, shape (A). */
    float[] interceptsAsFloats() {
        float[] out = new float[intercepts.length];
        for (int a = 0; a < out.length; a++) {
            out[a] = (float) intercepts[a];
        }
        return out;
    }

    /** Refuses a head that a decoder's classifier cannot hold. */
    void requireNoIntercepts() {
        for (float intercept : interceptsAsFloats()) {
            if (intercept != 0) {
                throw new IllegalArgumentException("intercepts must be 0 for a decoder's head, got " + intercept
                        + "; fit it with Ridge.choosingWithoutIntercept");
            }
        }
    }
}
