package helpsteer.stats.fit;

import helpsteer.stats.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * Logistic regression without an intercept: of differences between two things, on which of the two was better. Turning
 * every pair round changes nothing, so there is nothing for an intercept to say.
 *
 * @param coefficients one for each column
 * @param logLoss mean of the negative log-likelihood, by weight, without the penalty
 * @param steps Newton steps taken
 */
public record LogisticFit(List<Double> coefficients, double logLoss, int steps) {
    private static final int MOST_STEPS = 100;
    private static final double SMALL = 1e-10;
    private static final double ROUNDING = 1e-12;

    /** A step this small beside the coefficients is the last: Newton's next error is about its square. */
    private static final double SETTLED = 1e-9;

    public LogisticFit {
        coefficients = List.copyOf(coefficients);
    }

    /**
     * Rows of a logistic regression.
     *
     * <p>Not a record: its arrays are large and are read, never compared.
     */
    public static final class Rows {
        private final double[][] x;
        private final double[] outcomes;
        private final double[] weights;

        /**
         * Rows with weights.
         *
         * @param x shape (rows, columns)
         * @param outcomes in [0, 1]: 1 where the event happened, 0.5 for a tie
         * @param weights at least 0, not all 0
         */
        public Rows(double[][] x, double[] outcomes, double[] weights) {
            Values.checkOneLength("x", x.length, "outcomes", outcomes.length);
            Values.checkOneLength("x", x.length, "weights", weights.length);
            Values.check("outcomes", outcomes, 1);
            Values.check("weights", weights, 1);
            for (int i = 0; i < x.length; i++) {
                Values.check("x[" + i + "]", x[i], 1);
                Values.checkOneLength("x[" + i + "]", x[i].length, "x[0]", x[0].length);
                if (!(outcomes[i] >= 0 && outcomes[i] <= 1) || !(weights[i] >= 0)) {
                    throw new IllegalArgumentException("outcomes[" + i + "] must be in [0, 1] and weights[" + i
                            + "] at least 0, got " + outcomes[i] + " and " + weights[i]);
                }
            }
            if (Arrays.stream(weights).sum() == 0) {
                throw new IllegalArgumentException("weights must have a sum above 0, got 0");
            }
            this.x = x;
            this.outcomes = outcomes;
            this.weights = weights;
        }

        private int columns() {
            return x[0].length;
        }

        private double product(int row, double[] b) {
            return Values.product(x[row], b);
        }

        /** The weighted sum of the negative log-likelihoods. */
        private double loss(double[] b) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double z = product(i, b);
                sum += weights[i] * (softplus(z) - outcomes[i] * z);
            }
            return sum;
        }

        /** Whether going on in the direction b lowers the loss for ever, so that there is no best fit. */
        private boolean separatedBy(double[] b) {
            double largest = 0;
            for (int i = 0; i < x.length; i++) {
                largest = Math.max(largest, Math.abs(product(i, b)));
            }
            double tolerance = SMALL * largest;
            for (int i = 0; i < x.length; i++) {
                double z = product(i, b);
                boolean against =
                        outcomes[i] == 1 ? z < -tolerance : outcomes[i] == 0 ? z > tolerance : Math.abs(z) > tolerance;
                if (weights[i] > 0 && against) {
                    return false;
                }
            }
            return largest > 0;
        }
    }

    /**
     * Minimises the weighted sum of the losses plus half the penalty times the squared coefficients, by Newton's method.
     *
     * @param penalty at least 0; scikit-learn's {@code 1 / C}
     * @throws IllegalArgumentException where there is no best fit: the columns tell every outcome, or are collinear, and
     *     the penalty is 0
     */
    public static LogisticFit of(Rows rows, double penalty) {
        if (!(penalty >= 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty must be at least 0 and finite, got " + penalty);
        }
        double[] b = new double[rows.columns()];
        double objective = rows.loss(b);
        for (int step = 1; step <= MOST_STEPS; step++) {
            double[] move = newton(rows, b, penalty);
            double size = 1;
            double[] next = moved(b, move, size);
            double most = objective + ROUNDING * Math.max(1, objective); // close to the end the loss tells no more
            while (objective(rows, next, penalty) > most && size > SMALL) {
                size /= 2;
                next = moved(b, move, size);
            }
            if (penalty == 0 && rows.separatedBy(next)) {
                throw new IllegalArgumentException(
                        "outcomes must overlap, got columns that tell every one of them; add a penalty or rows");
            }
            boolean settled = largest(move) <= SETTLED * Math.max(largest(b), SETTLED);
            b = next;
            objective = objective(rows, b, penalty);
            if (settled || largest(move) == 0) {
                double loss = rows.loss(b) / Arrays.stream(rows.weights).sum();
                return new LogisticFit(Arrays.stream(b).boxed().toList(), loss, step);
            }
        }
        throw new IllegalArgumentException("rows must let the fit settle, got none after " + MOST_STEPS
                + " Newton steps; scale the columns or add a penalty");
    }

    /** The probability of the event at a row. */
    public double predict(double... row) {
        Values.checkOneLength("row", row.length, "columns", coefficients.size());
        double z = 0;
        for (int i = 0; i < row.length; i++) {
            z += row[i] * coefficients.get(i);
        }
        return sigmoid(z);
    }

    /** 1 / (1 + e^-z), without overflow. */
    public static double sigmoid(double z) {
        return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    private static double objective(Rows rows, double[] b, double penalty) {
        return rows.loss(b) + penalty / 2 * Values.product(b, b);
    }

    private static double[] moved(double[] b, double[] move, double size) {
        double[] next = b.clone();
        for (int i = 0; i < b.length; i++) {
            next[i] -= size * move[i];
        }
        return next;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** The inverse Hessian times the gradient. */
    private static double[] newton(Rows rows, double[] b, double penalty) {
        int columns = b.length;
        double[] gradient = new double[columns];
        double[][] hessian = new double[columns][columns];
        for (int i = 0; i < rows.x.length; i++) {
            double p = sigmoid(rows.product(i, b));
            double slope = rows.weights[i] * (p - rows.outcomes[i]);
            double curve = rows.weights[i] * p * (1 - p);
            for (int r = 0; r < columns; r++) {
                gradient[r] += slope * rows.x[i][r];
                for (int c = 0; c <= r; c++) {
                    hessian[r][c] += curve * rows.x[i][r] * rows.x[i][c];
                }
            }
        }
        for (int r = 0; r < columns; r++) {
            gradient[r] += penalty * b[r];
            hessian[r][r] += penalty;
            for (int c = 0; c < r; c++) {
                hessian[c][r] = hessian[r][c];
            }
        }
        return solved(new Array2DRowRealMatrix(hessian, false), gradient);
    }

    private static double[] solved(RealMatrix hessian, double[] gradient) {
        try {
            return new CholeskyDecomposition(hessian, 1e-12, 1e-14)
                    .getSolver()
                    .solve(new ArrayRealVector(gradient, false))
                    .toArray();
        } catch (MathRuntimeException e) {
            throw new IllegalArgumentException(
                    "columns must not be linear combinations of each other; drop one or add a penalty", e);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("logistic fit without intercept, log-loss ")
                .append(String.format(Locale.ROOT, "%.4f:", logLoss));
        coefficients.forEach(c -> text.append(String.format(Locale.ROOT, " %.4f", c)));
        return text.toString();
    }
}
