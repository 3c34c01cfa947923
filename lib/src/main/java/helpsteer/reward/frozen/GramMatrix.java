package helpsteer.reward.frozen;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.DecompositionSolver;

/** The sum of squares and products of some rows, from which any penalty is solved without reading the rows again. */
public final class GramMatrix {
    private static final double SYMMETRY = 1e-12;

    private final double[][] sums;

    /** Of rows of length D, none yet. */
    public GramMatrix(int width) {
        sums = new double[width][width];
    }

    /** Adds the products of a row, each times a weight. */
    public void add(double[] row, double weight) {
        for (int d = 0; d < row.length; d++) {
            double x = weight * row[d];
            for (int e = 0; e <= d; e++) {
                sums[d][e] += x * row[e];
            }
        }
    }

    /** Solves for {@code curvature} times this matrix plus {@code penalty} on the diagonal. */
    public DecompositionSolver solver(double curvature, double penalty) {
        int width = sums.length;
        double[][] matrix = new double[width][width];
        for (int d = 0; d < width; d++) {
            for (int e = 0; e <= d; e++) {
                matrix[d][e] = curvature * sums[d][e];
                matrix[e][d] = matrix[d][e];
            }
            matrix[d][d] += penalty;
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), SYMMETRY, 0).getSolver();
    }
}
