package helpsteer.stats.fit;

import helpsteer.stats.Interval;
import helpsteer.stats.Tails;
import helpsteer.stats.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/**
 * Ordinary least squares with an intercept.
 *
 * @param coefficients the intercept first, then one for each column
 * @param count number of rows
 * @param rSquared share of the variance of y that the fit explains, in [0, 1]
 * @param residualSd root of the residual sum of squares over its degrees of freedom
 */
public record LinearFit(List<Coefficient> coefficients, int count, double rSquared, double residualSd) {
    /** Share of a column's length below which what the earlier columns leave of it is rounding. */
    private static final double COLLINEAR = 1e-9;

    public LinearFit {
        coefficients = List.copyOf(coefficients);
    }

    /**
     * One fitted coefficient.
     *
     * @param name "intercept", or the column's name
     * @param value change of y for one unit of the column, the others held fixed
     * @param standardError its standard error, for residuals of one variance
     * @param degrees degrees of freedom of the residuals
     */
    public record Coefficient(String name, double value, double standardError, int degrees) {
        /** Value over standard error; infinite where the fit is perfect. */
        public double t() {
            return value / standardError;
        }

        /** Two-sided p-value against 0. */
        public double pValue() {
            return Tails.twoSidedT(t(), degrees);
        }

        /** Student's interval. */
        public Interval interval(double level) {
            return Tails.around(value, Tails.criticalT(level, degrees) * standardError, level);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s %.4f %s, t = %.2f, p = %.2g", name, value, interval(0.95), t(), pValue());
        }
    }

    /** Fits y by columns called x0, x1, ...; see {@link #of(List, double[][], double[])}. */
    public static LinearFit of(double[][] rows, double[] y) {
        int width = rows.length == 0 ? 0 : rows[0].length;
        return of(IntStream.range(0, width).mapToObj(i -> "x" + i).toList(), rows, y);
    }

    /**
     * Fits y by the named columns and an intercept.
     *
     * @param rows shape (rows, columns)
     * @param y shape (rows)
     * @throws IllegalArgumentException if there are not at least two rows more than columns, a value is not finite, y is
     *     constant, or a column is constant or a linear combination of those before it; the message names the column
     */
    public static LinearFit of(List<String> names, double[][] rows, double[] y) {
        check(names, rows, y);
        var regression = new OLSMultipleLinearRegression();
        regression.newSampleData(y, rows);
        double[] values = regression.estimateRegressionParameters();
        double[] errors = regression.estimateRegressionParametersStandardErrors();
        int degrees = y.length - names.size() - 1;
        List<Coefficient> coefficients = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            coefficients.add(new Coefficient(i == 0 ? "intercept" : names.get(i - 1), values[i], errors[i], degrees));
        }
        return new LinearFit(
                coefficients, y.length, regression.calculateRSquared(), regression.estimateRegressionStandardError());
    }

    /** R² less what as many columns of noise would explain. */
    public double adjustedRSquared() {
        return 1 - (1 - rSquared) * (count - 1) / degrees();
    }

    /** F statistic of all columns together against the intercept alone. */
    public double f() {
        return (rSquared / columns()) / ((1 - rSquared) / degrees());
    }

    /** p-value of {@link #f}. */
    public double fPValue() {
        return Tails.upperF(f(), columns(), degrees());
    }

    /** The fitted value at a row of columns. */
    public double predict(double... row) {
        Values.checkOneLength("row", row.length, "columns", columns());
        double sum = coefficients.get(0).value();
        for (int i = 0; i < row.length; i++) {
            sum += coefficients.get(i + 1).value() * row[i];
        }
        return sum;
    }

    /** What the fit leaves of y, row by row. */
    public double[] residuals(double[][] rows, double[] y) {
        Values.checkOneLength("rows", rows.length, "y", y.length);
        double[] residuals = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            residuals[i] = y[i] - predict(rows[i]);
        }
        return residuals;
    }

    private int columns() {
        return coefficients.size() - 1;
    }

    private int degrees() {
        return count - coefficients.size();
    }

    private static void check(List<String> names, double[][] rows, double[] y) {
        Values.checkOneLength("rows", rows.length, "y", y.length);
        int width = names.size();
        if (width == 0 || rows.length < width + 2) {
            throw new IllegalArgumentException(
                    "rows must be at least two more than the columns, of which there is at least one, got "
                            + rows.length + " rows and " + width + " columns");
        }
        for (int i = 0; i < rows.length; i++) {
            Values.checkOneLength("rows[" + i + "]", rows[i].length, "names", width);
            Values.check("rows[" + i + "]", rows[i], width);
        }
        Values.check("y", y, 1);
        Values.checkVaries("y", y);
        checkIndependent(names, rows);
    }

    /** Gram-Schmidt on the centred columns: a column whose rest vanishes is named, where a solver would divide by 0. */
    private static void checkIndependent(List<String> names, double[][] rows) {
        List<double[]> basis = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            int column = c;
            double[] values = IntStream.range(0, rows.length)
                    .mapToDouble(i -> rows[i][column])
                    .toArray();
            if (Values.isConstant(values)) {
                throw new IllegalArgumentException("column " + names.get(c) + " (index " + c + ") must vary, got "
                        + values[0] + " in every row; drop it, the intercept is already there");
            }
            double[] rest = Values.scaled(Values.deviations(values));
            double before = Math.sqrt(Values.product(rest, rest));
            for (double[] direction : basis) {
                double along = Values.product(rest, direction);
                for (int i = 0; i < rest.length; i++) {
                    rest[i] -= along * direction[i];
                }
            }
            double after = Math.sqrt(Values.product(rest, rest));
            if (after <= COLLINEAR * before) {
                throw new IllegalArgumentException("column " + names.get(c) + " (index " + c
                        + ") must not be a linear combination of the columns before it; drop it or one of them");
            }
            for (int i = 0; i < rest.length; i++) {
                rest[i] /= after;
            }
            basis.add(rest);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "R² = %.4f (adjusted %.4f), F = %.2f, p = %.2g, n=%d",
                rSquared,
                adjustedRSquared(),
                f(),
                fPValue(),
                count));
        coefficients.forEach(coefficient -> text.append("\n  ").append(coefficient));
        return text.toString();
    }
}
