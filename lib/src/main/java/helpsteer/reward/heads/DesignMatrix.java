package helpsteer.reward.heads;

import helpsteer.reward.frozen.GramMatrix;
import java.util.Arrays;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;

/** Rows of numbers and the sum of their squares and products, which every penalty and every attribute shares. */
final class DesignMatrix {
    private final double[][] rows;
    private final GramMatrix gram;

    /**
     * Takes rows as they are.
     *
     * @param rows shape (n, D)
     * @param weights how much each counts in the sum
     */
    DesignMatrix(double[][] rows, double[] weights) {
        this.rows = rows;
        gram = new GramMatrix(rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            gram.add(rows[i], weights[i]);
        }
    }

    /** The mean of some vectors, shape (D). */
    static double[] mean(float[][] vectors, int[] chosen) {
        double[] mean = new double[vectors[0].length];
        for (int i : chosen) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += (double) vectors[i][d] / chosen.length;
            }
        }
        return mean;
    }

    /** Some vectors less a centre. */
    static DesignMatrix centred(float[][] vectors, int[] chosen, double[] centre) {
        double[][] rows = new double[chosen.length][centre.length];
        for (int i = 0; i < chosen.length; i++) {
            for (int d = 0; d < centre.length; d++) {
                rows[i][d] = vectors[chosen[i]][d] - centre[d];
            }
        }
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        return new DesignMatrix(rows, ones);
    }

    int width() {
        return rows[0].length;
    }

    int size() {
        return rows.length;
    }

    double[] row(int i) {
        return rows[i];
    }

    /** The product of each row with weights (D). */
    double[] products(double[] weights) {
        double[] out = new double[rows.length];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            double[] row = rows[i];
            for (int d = 0; d < row.length; d++) {
                sum += row[d] * weights[d];
            }
            out[i] = sum;
        }
        return out;
    }

    /** Adds the sum of the rows, each times its factor, to the first D of {@code to}. */
    void addRows(double[] factors, double[] to) {
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            double factor = factors[i];
            for (int d = 0; d < row.length; d++) {
                to[d] += factor * row[d];
            }
        }
    }

    /** The inverse of {@code curvature} times the sum of squares and products plus {@code penalty} on the diagonal. */
    Lbfgs.Inverse inverse(double curvature, double penalty) {
        DecompositionSolver solver = gram.solver(curvature, penalty);
        return gradient -> solver.solve(new ArrayRealVector(gradient, false)).toArray();
    }
}
