package helpsteer.stats.fit;

import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.Tails;
import helpsteer.stats.Values;
import java.util.Locale;
import org.hipparchus.special.Beta;
import org.hipparchus.stat.ranking.NaturalRanking;

/**
 * How closely two columns move together.
 *
 * @param r coefficient in [-1, 1]
 * @param count number of rows, at least 3 more than the controls: with two rows every r is 1 or -1
 * @param kind which coefficient
 * @param controls number of columns held fixed; 0 unless the kind is {@link Kind#PARTIAL}
 */
public record Correlation(double r, int count, Kind kind, int controls) {
    /** Which coefficient of correlation. */
    public enum Kind {
        /** Of the values: straight-line dependence. */
        PEARSON,
        /** Of the ranks, ties at their mean rank: monotone dependence. */
        SPEARMAN,
        /** Of what is left of both columns after a linear fit on the controls. */
        PARTIAL
    }

    /** Share of a column's sum of squares below which what is left of it after the controls is rounding. */
    private static final double NOTHING_LEFT = 1e-20;

    public Correlation {
        if (!(r >= -1 && r <= 1)) {
            throw new IllegalArgumentException("r must be in -1..1, got " + r);
        }
        if (controls < 0 || count < controls + 3) {
            throw new IllegalArgumentException(
                    "count must be at least 3 more than the controls, got " + count + " and " + controls);
        }
    }

    /**
     * Pearson's correlation.
     *
     * @throws IllegalArgumentException if the columns differ in length, have fewer than three rows, hold NaN or an
     *     infinity, or one is constant: r is then undefined, not 0
     */
    public static Correlation pearson(double[] x, double[] y) {
        check(x, y);
        return new Correlation(coefficient(x, y), x.length, Kind.PEARSON, 0);
    }

    /** Spearman's rank correlation; refuses what {@link #pearson} refuses. */
    public static Correlation spearman(double[] x, double[] y) {
        check(x, y);
        return new Correlation(coefficient(ranks(x), ranks(y)), x.length, Kind.SPEARMAN, 0);
    }

    /**
     * Pearson's correlation of x and y with the controls held fixed: of the residuals of both after a least-squares fit
     * on the controls.
     *
     * @throws IllegalArgumentException besides what {@link #pearson} refuses, if the controls are collinear, or
     *     determine x or y altogether
     */
    public static Correlation partial(double[] x, double[] y, double[]... controls) {
        check(x, y);
        if (controls.length == 0) {
            throw new IllegalArgumentException("controls must hold at least 1 column, got 0; use pearson");
        }
        double[][] rows = new double[x.length][controls.length];
        for (int c = 0; c < controls.length; c++) {
            Values.checkOneLength("controls[" + c + "]", controls[c].length, "x", x.length);
            for (int i = 0; i < x.length; i++) {
                rows[i][c] = controls[c][i];
            }
        }
        double r = coefficient(rest("x", rows, x), rest("y", rows, y));
        return new Correlation(r, x.length, Kind.PARTIAL, controls.length);
    }

    /** Pearson's r between every two columns, shape (columns, columns), with 1 on the diagonal. */
    public static double[][] matrix(double[]... columns) {
        double[][] matrix = new double[columns.length][columns.length];
        for (int i = 0; i < columns.length; i++) {
            matrix[i][i] = 1;
            for (int j = 0; j < i; j++) {
                matrix[i][j] = pearson(columns[i], columns[j]).r();
                matrix[j][i] = matrix[i][j];
            }
        }
        return matrix;
    }

    /**
     * The two-sided p-value of r against 0, from Student's t with count - 2 - controls degrees of freedom. For Spearman
     * it is an approximation, poor below about ten rows.
     */
    public double pValue() {
        return Beta.regularizedBeta((1 - r) * (1 + r), (count - 2 - controls) / 2.0, 0.5);
    }

    /** r with its 95 % interval. */
    public Estimate toEstimate() {
        return Estimate.of(r, interval(0.95));
    }

    /**
     * Fisher's z interval, with the variance 1 / (n - 3 - controls); for Spearman with that of Bonett and Wright (2000),
     * (1 + r² / 2) / (n - 3). With three rows more than controls nothing is known: [-1, 1]. Limit: normal columns are supposed
     * (Bishara and Hittner 2017); of 37 pairs of ratings of latent correlation 0.7 the interval at 95 % covered 90 %, of 37 to 500
     * ratings with lengths in characters 99 %, in 400 simulated samples each.
     */
    public Interval interval(double level) {
        double critical = Tails.criticalZ(level);
        int degrees = count - 3 - controls;
        if (degrees == 0) {
            return new Interval(-1, 1, level);
        }
        double spread = kind == Kind.SPEARMAN ? 1 + r * r / 2 : 1;
        double halfWidth = critical * Math.sqrt(spread / degrees);
        double z = 0.5 * Math.log((1 + r) / (1 - r)); // infinite at 1 and -1, and so is z plus a half width
        return new Interval(Math.tanh(z - halfWidth), Math.tanh(z + halfWidth), level);
    }

    /** Pearson's r of two columns that both vary; rounding never carries it beyond 1 or -1. */
    public static double coefficient(double[] x, double[] y) {
        double[] dx = Values.scaled(Values.deviations(x));
        double[] dy = Values.scaled(Values.deviations(y));
        double r = Values.product(dx, dy) / Math.sqrt(Values.product(dx, dx) * Values.product(dy, dy));
        return Math.max(-1, Math.min(1, r));
    }

    private static double[] ranks(double[] values) {
        double[] oneZero = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            oneZero[i] = values[i] + 0.0; // the ranking would put -0.0 below 0.0, which are a tie
        }
        return new NaturalRanking().rank(oneZero);
    }

    private static double[] rest(String name, double[][] rows, double[] values) {
        double[] rest = LinearFit.of(rows, values).residuals(rows, values);
        double[] deviations = Values.deviations(values);
        if (Values.product(rest, rest) <= NOTHING_LEFT * Values.product(deviations, deviations)) {
            throw new IllegalArgumentException(name + " must vary beyond the controls, got one they determine");
        }
        return rest;
    }

    private static void check(double[] x, double[] y) {
        Values.checkOneLength("x", x.length, "y", y.length);
        Values.check("x", x, 3);
        Values.check("y", y, 3);
        Values.checkVaries("x", x);
        Values.checkVaries("y", y);
    }

    @Override
    public String toString() {
        String held = controls == 0 ? "" : " given " + controls;
        return String.format(
                Locale.ROOT,
                "%s%s r = %.4f %s, p = %.2g, n=%d",
                kind.name().toLowerCase(Locale.ROOT),
                held,
                r,
                interval(0.95),
                pValue(),
                count);
    }
}
