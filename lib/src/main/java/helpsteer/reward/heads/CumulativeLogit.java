package helpsteer.reward.heads;

import helpsteer.stats.fit.LogisticFit;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Regression of ordered levels: the level is at most k with probability sig(cut_k - w·v) (McCullagh 1980, proportional odds).
 * With two levels it is logistic regression.
 *
 * <p>Minimises the sum of the negative log-likelihoods plus half the penalty times the squared weights, the cuts left free.
 */
final class CumulativeLogit {
    private final int[] levels;
    private final double[] weights;
    private final double[] cuts;
    private final double penalty;

    private CumulativeLogit(int[] levels, double[] weights, double[] cuts, double penalty) {
        this.levels = levels;
        this.weights = weights;
        this.cuts = cuts;
        this.penalty = penalty;
    }

    /** The levels that were seen, rising. */
    int[] levels() {
        return levels.clone();
    }

    /** One weight for each place of the vector, shape (D). */
    double[] weights() {
        return weights.clone();
    }

    /** Cuts between neighbouring levels that were seen, rising. */
    double[] cuts() {
        return cuts.clone();
    }

    double penalty() {
        return penalty;
    }

    /** The product of weights and vector. */
    double position(float[] vector) {
        if (vector.length != weights.length) {
            throw new IllegalArgumentException("vector must have length " + weights.length + ", got " + vector.length);
        }
        double sum = 0;
        for (int d = 0; d < weights.length; d++) {
            sum += weights[d] * vector[d];
        }
        return sum;
    }

    /** The probability of each level that was seen. */
    double[] probabilities(float[] vector) {
        double position = position(vector);
        double[] out = new double[levels.length];
        for (int k = 0; k < out.length; k++) {
            out[k] = Math.exp(logProbability(upper(cuts, k) - position, lower(cuts, k) - position));
        }
        return out;
    }

    /** The negative log-likelihood of a level; that of one never seen is not known. */
    double loss(float[] vector, int level) {
        int k = Arrays.binarySearch(levels, level);
        if (k < 0) {
            return UNSEEN;
        }
        double position = position(vector);
        return -logProbability(upper(cuts, k) - position, lower(cuts, k) - position);
    }

    /** The same for every penalty, so that it decides nothing. */
    private static final double UNSEEN = 0;

    private static double upper(double[] cuts, int k) {
        return k < cuts.length ? cuts[k] : Double.POSITIVE_INFINITY;
    }

    private static double lower(double[] cuts, int k) {
        return k > 0 ? cuts[k - 1] : Double.NEGATIVE_INFINITY;
    }

    /** log(sig(a) - sig(b)) without loss of digits: the logarithm of sig(a) sig(-b) (1 - e^(b - a)). */
    private static double logProbability(double a, double b) {
        return -softplus(-a) - softplus(b) + Math.log(-Math.expm1(b - a));
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    /** Fits rows of one attribute at falling penalties, each from where the last one ended. */
    static final class Fitting {
        private final DesignMatrix design;
        private final double[] centre;
        private final int[] levels;
        private final int[] places;
        private double[] at;

        /**
         * Prepares a fit.
         *
         * @param design vectors less their centre
         * @param centre shape (D)
         * @param labels of the design's rows, of at least two different levels
         */
        Fitting(DesignMatrix design, double[] centre, int[] labels) {
            this.design = design;
            this.centre = centre;
            levels = Arrays.stream(labels).distinct().sorted().toArray();
            if (levels.length < 2) {
                throw new IllegalArgumentException("levels must be at least 2 different ones, got "
                        + Arrays.toString(levels) + "; take more rows or another threshold");
            }
            places = Arrays.stream(labels)
                    .map(l -> Arrays.binarySearch(levels, l))
                    .toArray();
            at = new double[design.width() + levels.length - 1];
            for (int k = 0, below = 0; k + 1 < levels.length; k++) {
                int level = k;
                below += (int) Arrays.stream(places).filter(p -> p == level).count();
                at[design.width() + k] = Math.log((double) below / (labels.length - below));
            }
        }

        /** The largest curvature of a row's loss: of one cut 1/4, of two 1/2. */
        double curvature() {
            return levels.length == 2 ? 0.25 : 0.5;
        }

        /** Fits with a penalty. */
        CumulativeLogit at(double penalty, Lbfgs.Inverse inverse) {
            int width = design.width();
            double[] scale = cutCurvatures();
            at = Lbfgs.of(
                    (x, gradient) -> objective(x, gradient, penalty),
                    gradient -> {
                        double[] out = Arrays.copyOf(inverse.times(Arrays.copyOf(gradient, width)), gradient.length);
                        for (int k = 0; k < scale.length; k++) {
                            out[width + k] = gradient[width + k] / scale[k];
                        }
                        return out;
                    },
                    at);
            double[] weights = Arrays.copyOf(at, width);
            double shift = Lbfgs.product(weights, centre);
            double[] cuts = IntStream.range(width, at.length)
                    .mapToDouble(i -> at[i] + shift)
                    .toArray();
            return new CumulativeLogit(levels, weights, cuts, penalty);
        }

        /** The value; the gradient of weights and cuts. */
        private double objective(double[] x, double[] gradient, double penalty) {
            int width = design.width();
            double[] weights = Arrays.copyOf(x, width);
            double[] cuts = Arrays.copyOfRange(x, width, x.length);
            for (int k = 1; k < cuts.length; k++) {
                if (!(cuts[k] > cuts[k - 1])) {
                    return Double.POSITIVE_INFINITY;
                }
            }
            double[] positions = design.products(weights);
            double[] slopes = new double[positions.length];
            double[] cutSlopes = new double[cuts.length];
            double sum = penalty / 2 * Lbfgs.product(weights, weights);
            for (int i = 0; i < positions.length; i++) {
                int k = places[i];
                double a = upper(cuts, k) - positions[i];
                double b = lower(cuts, k) - positions[i];
                sum -= logProbability(a, b);
                double below = LogisticFit.sigmoid(-a);
                double above = LogisticFit.sigmoid(b);
                double apart = 1 / Math.expm1(a - b);
                slopes[i] = below - above;
                if (k < cuts.length) {
                    cutSlopes[k] -= below + apart;
                }
                if (k > 0) {
                    cutSlopes[k - 1] += above + apart;
                }
            }
            for (int d = 0; d < width; d++) {
                gradient[d] = penalty * weights[d];
            }
            design.addRows(slopes, gradient);
            System.arraycopy(cutSlopes, 0, gradient, width, cutSlopes.length);
            return sum;
        }

        /** The curvature of the loss along each cut with all weights 0. */
        private double[] cutCurvatures() {
            double[] cuts = Arrays.copyOfRange(at, design.width(), at.length);
            double[] out = new double[cuts.length];
            for (int k : places) {
                double apart = 2 * Math.sinh((upper(cuts, k) - lower(cuts, k)) / 2);
                if (k < cuts.length) {
                    out[k] += steepness(cuts[k]) + 1 / (apart * apart);
                }
                if (k > 0) {
                    out[k - 1] += steepness(cuts[k - 1]) + 1 / (apart * apart);
                }
            }
            return out;
        }

        private static double steepness(double z) {
            double p = LogisticFit.sigmoid(z);
            return p * (1 - p);
        }
    }
}
