package helpsteer.study.overoptimization.finite;

/**
 * A gold reward of vectors that are standard normal under the reference policy: it rises with the first component, the quality,
 * and falls with the square of all others, by which a response is unusual: {@code (x1 - c (x2² + … + xD² - (D - 1))) / s}, s
 * making its standard deviation 1.
 *
 * <p>A linear proxy cannot represent the squares. One whose direction has the cosine r with the quality drives a policy along that
 * direction; where responses are unlimited, the KL-regularised optimum at distance d has the gold reward
 * {@code sqrt(2) r d / s - 2 c (1 - r²) d² / s}, which is the paper's form for best of n with known coefficients. (The optimum moves
 * the normal by {@code sqrt(2) d} along the direction.)
 *
 * @param width D, at least 2
 * @param penalty c, at least 0
 */
public record QuadraticGold(int width, double penalty) {
    public QuadraticGold {
        if (width < 2) {
            throw new IllegalArgumentException("width must be at least 2, got " + width);
        }
        if (!(penalty >= 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty must be at least 0 and finite, got " + penalty);
        }
    }

    /** The gold reward of a vector of length D. */
    public double of(float[] vector) {
        double squares = 0;
        for (int d = 1; d < width; d++) {
            squares += (double) vector[d] * vector[d];
        }
        return (vector[0] - penalty * (squares - (width - 1))) / sd();
    }

    /** The cosine of a proxy's weights with the quality. */
    public double cosine(double[] weights) {
        double squares = 0;
        for (double weight : weights) {
            squares += weight * weight;
        }
        return weights[0] / Math.sqrt(squares);
    }

    /** The coefficient alpha of a proxy of this cosine. */
    public double alpha(double cosine) {
        return Math.sqrt(2) * cosine / sd();
    }

    /** The coefficient beta of a proxy of this cosine. */
    public double beta(double cosine) {
        return 2 * penalty * (1 - cosine * cosine) / sd();
    }

    private double sd() {
        return Math.sqrt(1 + 2 * penalty * penalty * (width - 1));
    }
}
