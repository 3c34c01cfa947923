package helpsteer.study.losses;

import helpsteer.data.Attribute;
import helpsteer.stats.Values;
import java.util.SplittableRandom;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;

/**
 * A world in which every attribute is a linear function of a response's vector. Means, standard deviations and correlations
 * with helpfulness are those of HelpSteer2 (arXiv 2406.08673, Table 2).
 *
 * <p>Helpfulness has a direction drawn at random that is uncorrelated with length, over all responses and within a prompt;
 * verbosity's direction is that of length, but for its correlation with helpfulness.
 */
final class LinearWorld {
    private static final int HELPFULNESS = Attribute.HELPFULNESS.index();
    private static final double[] MEANS = {2.8655, 2.9644, 3.6393, 1.7048, 1.9999};
    private static final double[] SDS = {1.2703, 1.2689, 0.6491, 0.6986, 0.7571};
    private static final double[] WITH_HELPFULNESS = {1, 0.9430, 0.4979, 0.1805, 0.0600};

    /** Share of a vector's size below which what projections leave of it is rounding. */
    private static final double NOTHING_LEFT = 1e-9;

    private final Covariances covariances;
    private final double[] length;
    private final double[][] directions;

    private LinearWorld(Covariances covariances, double[] length, double[][] directions) {
        this.covariances = covariances;
        this.length = length;
        this.directions = directions;
    }

    /** A world with directions drawn at random. */
    static LinearWorld of(Covariances covariances, SplittableRandom random) {
        int width = covariances.width();
        RealMatrix total = covariances.total();
        double[] length = unit(total, covariances.lengthDirection().orElseGet(() -> normal(width, random)));
        double[] first = times(total, length);
        double[] second = without(times(covariances.within(), length), first);
        double[] gold = without(normal(width, random), first);
        gold = unit(total, size(second) > NOTHING_LEFT * size(first) ? without(gold, second) : gold);
        double[][] directions = new double[Attribute.COUNT][];
        directions[HELPFULNESS] = gold;
        for (Attribute a : Attribute.values()) {
            if (a != Attribute.HELPFULNESS) {
                double[] own = a == Attribute.VERBOSITY
                        ? length
                        : uncorrelated(total, uncorrelated(total, normal(width, random), gold), length);
                double r = WITH_HELPFULNESS[a.index()];
                directions[a.index()] = sum(r, gold, Math.sqrt(1 - r * r), unit(total, own));
            }
        }
        return new LinearWorld(covariances, length, directions);
    }

    private static double[] normal(int width, SplittableRandom random) {
        double[] out = new double[width];
        for (int d = 0; d < width; d++) {
            out[d] = random.nextGaussian();
        }
        return out;
    }

    private static double[] times(RealMatrix matrix, double[] vector) {
        return matrix.operate(vector);
    }

    private static double product(RealMatrix metric, double[] a, double[] b) {
        return Values.product(a, times(metric, b));
    }

    private static double size(double[] vector) {
        return new ArrayRealVector(vector, false).getNorm();
    }

    /** The vector less its part along another. */
    private static double[] without(double[] vector, double[] other) {
        return sum(1, vector, -Values.product(vector, other) / Values.product(other, other), other);
    }

    /** The direction less what correlates with another. */
    private static double[] uncorrelated(RealMatrix covariance, double[] direction, double[] other) {
        double share = product(covariance, direction, other) / product(covariance, other, other);
        return sum(1, direction, -share, other);
    }

    private static double[] unit(RealMatrix covariance, double[] direction) {
        return sum(1 / Math.sqrt(product(covariance, direction, direction)), direction, 0, direction);
    }

    static double[] sum(double a, double[] first, double b, double[] second) {
        double[] out = new double[first.length];
        for (int d = 0; d < out.length; d++) {
            out[d] = a * first[d] + b * second[d];
        }
        return out;
    }

    Covariances covariances() {
        return covariances;
    }

    /** The value of an attribute without noise. */
    double gold(float[] vector, Attribute attribute) {
        return MEANS[attribute.index()] + SDS[attribute.index()] * score(directions[attribute.index()], vector);
    }

    static double score(double[] direction, float[] vector) {
        double sum = 0;
        for (int d = 0; d < direction.length; d++) {
            sum += direction[d] * vector[d];
        }
        return sum;
    }

    /** The length of a response, in standard deviations; {@code rest} is the part that its vector does not tell. */
    double length(float[] vector, double rest) {
        double share = covariances.lengthShare();
        return Math.sqrt(share) * score(length, vector) + Math.sqrt(1 - share) * rest;
    }

    /** Correlation of the differences of two scores within pairs: the cosine where components are independent. */
    double cosine(double[] direction, Attribute attribute) {
        RealMatrix within = covariances.within();
        double[] truth = directions[attribute.index()];
        double sizes = Math.sqrt(product(within, direction, direction) * product(within, truth, truth));
        return sizes == 0 ? 0 : product(within, direction, truth) / sizes;
    }

    double cosine(double[] direction) {
        return cosine(direction, Attribute.HELPFULNESS);
    }

    /** The direction of the best guess which of two a rater prefers: gold helpfulness and the part of the bias that vectors tell. */
    double[] bestGuess(Labelling labelling) {
        return sum(SDS[HELPFULNESS], directions[HELPFULNESS], plantedWeight(labelling), length);
    }

    /** Points that raters add for a standard deviation of the part of length that vectors tell. */
    double plantedWeight(Labelling labelling) {
        return labelling.lengthBias() * Math.sqrt(covariances.lengthShare());
    }

    /**
     * The weight on that part of length, in points: the one on helpfulness being its standard deviation of 1.27 points. 0 for a
     * direction of zeros.
     */
    double lengthWeight(double[] direction) {
        RealMatrix within = covariances.within();
        double onLength = product(within, direction, length) / product(within, length, length);
        double onGold = product(within, direction, directions[HELPFULNESS])
                / product(within, directions[HELPFULNESS], directions[HELPFULNESS]);
        return onLength == 0 ? 0 : SDS[HELPFULNESS] * onLength / onGold;
    }

    /**
     * How often the longer of two responses to a prompt, both of the same gold helpfulness, gets the higher score. Score and
     * length are normal, so this is 1/2 + asin(r) / π with their correlation r at equal gold (Sheppard 1899).
     */
    double longerWins(double[] direction) {
        RealMatrix within = covariances.within();
        double gold = product(within, directions[HELPFULNESS], directions[HELPFULNESS]);
        double shared = product(within, direction, directions[HELPFULNESS]);
        double rest = product(within, direction, direction) - shared * shared / gold;
        double share = covariances.lengthShare();
        double ofLength = share * product(within, length, length) + 1 - share;
        double r = Math.sqrt(share) * product(within, direction, length) / Math.sqrt(rest * ofLength);
        return rest <= 0 || Double.isNaN(r) ? 0.5 : 0.5 + Math.asin(Math.max(-1, Math.min(1, r))) / Math.PI;
    }
}
