package helpsteer.study.losses;

import helpsteer.data.Pair;
import helpsteer.stats.Moments;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * How the vectors of responses vary between prompts and within a prompt, and how much of a response's length they tell. Not
 * a record: its matrices are read, never compared.
 */
public final class Covariances {
    /** Share of the variance between prompts where it is not estimated. */
    private static final double BETWEEN = 0.3;

    /** Share of the variance of length that vectors tell where it is not estimated. */
    private static final double LENGTH_SHARE = 0.64;

    private static final double SMALLEST_EIGENVALUE = 1e-6;
    private static final double SYMMETRY = 1e-9;

    private final String name;
    private final RealMatrix within;
    private final RealMatrix total;
    private final double[][] promptRoot;
    private final double[][] responseRoot;
    private final Optional<double[]> lengthDirection;
    private final double lengthShare;

    private Covariances(
            String name, RealMatrix between, RealMatrix within, Optional<double[]> lengthDirection, double share) {
        this.name = name;
        this.promptRoot = root(between);
        this.responseRoot = root(within);
        this.within = square(responseRoot); // what is drawn, which need not be what was estimated
        this.total = square(promptRoot).add(this.within);
        this.lengthDirection = lengthDirection;
        this.lengthShare = share;
    }

    /**
     * Of independent components of variance 1, of which 0.3 lies between prompts; one direction, another in every world, tells
     * 0.64 of the variance of length.
     *
     * @param width length D of the vectors, at least 6
     */
    public static Covariances isotropic(int width) {
        if (width < 6) {
            throw new IllegalArgumentException("width must be at least 6, got " + width);
        }
        RealMatrix identity = MatrixUtils.createRealIdentityMatrix(width);
        return new Covariances(
                width + " independent components",
                identity.scalarMultiply(BETWEEN),
                identity.scalarMultiply(1 - BETWEEN),
                Optional.empty(),
                LENGTH_SHARE);
    }

    /**
     * Estimated from vectors, reduced to their leading principal components. The covariance between prompts is that of all
     * vectors less that within prompts. Few pairs can make this difference negative along some axis; there next to no variance
     * between prompts is drawn, so that the total is above that of the vectors.
     *
     * @param source of the vectors, for tables
     * @param vectors of both responses of each of N pairs, each of length D
     * @param lengths of the responses, of as many pairs
     * @param components how many are kept, at least 6 and fewer than N
     */
    public static Covariances of(
            String source, List<Pair<float[]>> vectors, List<Pair<Double>> lengths, int components) {
        if (vectors.isEmpty() || vectors.size() != lengths.size()) {
            throw new IllegalArgumentException("vectors and lengths must be of one number of pairs above 0, got "
                    + vectors.size() + " and " + lengths.size());
        }
        int width = vectors.get(0).chosen().length;
        if (components < 6 || components > width || components >= vectors.size()) {
            throw new IllegalArgumentException("components must be at least 6, at most " + width
                    + " and fewer than the pairs, got " + components + " for " + vectors.size() + " pairs");
        }
        RealMatrix centred = centred(Pair.flat(vectors).toArray(float[][]::new));
        EigenDecompositionSymmetric all = new EigenDecompositionSymmetric(moment(centred));
        RealMatrix axes = all.getV().getSubMatrix(0, centred.getColumnDimension() - 1, 0, components - 1);
        double[] values = all.getEigenvalues(); // falling
        double kept = Arrays.stream(values).limit(components).sum()
                / Arrays.stream(values).sum();
        RealMatrix rows = centred.multiply(axes);
        RealMatrix total = moment(rows);
        RealMatrix within = within(rows);
        double[] direction = lengthDirection(
                rows,
                total,
                Pair.flat(lengths).stream().mapToDouble(Double::doubleValue).toArray());
        int n = rows.getRowDimension();
        double fitted = Math.pow(norm(total, direction), 2);
        double share = 1 - (1 - fitted) * (n - 1.0) / (n - components - 1.0);
        return new Covariances(
                String.format(
                        Locale.ROOT,
                        "%d principal components (%.0f %% of the variance) of %s",
                        components,
                        100 * kept,
                        source),
                total.subtract(within),
                within,
                Optional.of(direction),
                Math.max(0, Math.min(1, share)));
    }

    private static RealMatrix centred(float[][] vectors) {
        double[] mean = new double[vectors[0].length];
        for (float[] vector : vectors) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += (double) vector[d] / vectors.length;
            }
        }
        double[][] out = new double[vectors.length][mean.length];
        for (int i = 0; i < out.length; i++) {
            for (int d = 0; d < mean.length; d++) {
                out[i][d] = vectors[i][d] - mean[d];
            }
        }
        return new Array2DRowRealMatrix(out, false);
    }

    /** The mean of the products of each row with itself. */
    private static RealMatrix moment(RealMatrix rows) {
        return rows.transposeMultiply(rows).scalarMultiply(1.0 / rows.getRowDimension());
    }

    /** Half the mean product of the differences of the pairs. */
    private static RealMatrix within(RealMatrix rows) {
        double[][] apart = Pair.places(rows.getRowDimension() / 2).stream()
                .map(places -> places.map(rows::getRowVector))
                .map(both -> both.chosen().subtract(both.rejected()).toArray())
                .toArray(double[][]::new);
        return moment(new Array2DRowRealMatrix(apart, false)).scalarMultiply(0.5);
    }

    /** The weights of the components in the regression of length, in standard deviations, on them. */
    private static double[] lengthDirection(RealMatrix rows, RealMatrix total, double[] lengths) {
        Moments moments = Moments.of(lengths);
        double[] standardized = Arrays.stream(lengths)
                .map(length -> (length - moments.mean()) / moments.populationSd())
                .toArray();
        RealVector cross =
                rows.preMultiply(new ArrayRealVector(standardized, false)).mapDivide(lengths.length);
        return new CholeskyDecomposition(total, SYMMETRY, 0)
                .getSolver()
                .solve(cross)
                .toArray();
    }

    /** A lower triangular root of the nearest matrix whose eigenvalues are above 0. */
    private static double[][] root(RealMatrix matrix) {
        EigenDecompositionSymmetric parts = new EigenDecompositionSymmetric(matrix);
        double[] values = parts.getEigenvalues();
        double least = SMALLEST_EIGENVALUE * Math.max(values[0], SMALLEST_EIGENVALUE);
        double[] lifted = Arrays.stream(values).map(v -> Math.max(v, least)).toArray();
        RealMatrix positive = parts.getV()
                .multiply(MatrixUtils.createRealDiagonalMatrix(lifted))
                .multiplyTransposed(parts.getV());
        RealMatrix symmetric = positive.add(positive.transpose()).scalarMultiply(0.5);
        return new CholeskyDecomposition(symmetric, SYMMETRY, 0).getL().getData();
    }

    /** The covariance that independent normal numbers get from a root. */
    private static RealMatrix square(double[][] root) {
        RealMatrix matrix = new Array2DRowRealMatrix(root, false);
        return matrix.multiplyTransposed(matrix);
    }

    private static double norm(RealMatrix metric, double[] direction) {
        RealVector vector = new ArrayRealVector(direction, false);
        return Math.sqrt(vector.dotProduct(metric.operate(vector)));
    }

    /** Length D of the vectors. */
    public int width() {
        return promptRoot.length;
    }

    /** Share of the variance of length that the vectors tell. */
    public double lengthShare() {
        return lengthShare;
    }

    /** Covariance of the vectors of the responses to one prompt, shape (D, D): exactly that of what {@link #add} draws. */
    RealMatrix within() {
        return within;
    }

    /** Covariance of all vectors, shape (D, D): exactly that of what {@link #add} draws. */
    RealMatrix total() {
        return total;
    }

    /** Weights of the vector that predict length, up to a factor; empty where every world draws its own. */
    Optional<double[]> lengthDirection() {
        return lengthDirection;
    }

    /** Adds to {@code to} a root of the covariance between prompts, or within one, times independent normal numbers. */
    void add(boolean ofPrompt, double[] normal, double[] to) {
        double[][] root = ofPrompt ? promptRoot : responseRoot;
        for (int d = 0; d < to.length; d++) {
            double[] row = root[d];
            double sum = 0;
            for (int e = 0; e <= d; e++) {
                sum += row[e] * normal[e];
            }
            to[d] += sum;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
