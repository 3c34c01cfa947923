package helpsteer.report.chart;

import java.util.Arrays;

/** The little arithmetic that drawing needs: smoothing, thinning, a line through points. */
final class Curves {
    /** More points than this on one line cannot be told apart at our width. */
    private static final int MOST_POINTS = 2_000;

    private Curves() {}

    /** A line {@code intercept + slope * x}; R² is NaN where x or y does not vary. */
    record Fit(double intercept, double slope, double rSquared) {
        double at(double x) {
            return intercept + slope * x;
        }
    }

    /** The least-squares line; flat where x does not vary. */
    static Fit fit(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(Double.NaN);
        double meanY = Arrays.stream(y).average().orElse(Double.NaN);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        double slope = xx > 0 ? xy / xx : 0;
        return new Fit(meanY - slope * meanX, slope, xx > 0 && yy > 0 ? xy * xy / (xx * yy) : Double.NaN);
    }

    /** The mean of each value and its neighbours, up to half a window on each side; one-sided at the ends. */
    static double[] movingMean(double[] values, int window) {
        double[] sums = new double[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            sums[i + 1] = sums[i] + values[i];
        }
        int half = window / 2;
        double[] means = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int from = Math.max(0, i - half);
            int to = Math.min(values.length, i + half + 1);
            means[i] = (sums[to] - sums[from]) / (to - from);
        }
        return means;
    }

    /** Every n-th value and the last, so that few enough are left. */
    static double[] thin(double[] values) {
        int every = Math.max(1, (values.length + MOST_POINTS - 1) / MOST_POINTS);
        int kept = (values.length + every - 1) / every;
        double[] thin = new double[kept];
        for (int i = 0; i < kept - 1; i++) {
            thin[i] = values[i * every];
        }
        if (kept > 0) {
            thin[kept - 1] = values[values.length - 1];
        }
        return thin;
    }

    /** The index of the lowest number, -1 where there is none. */
    static int lowest(double[] values) {
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && (best < 0 || values[i] < values[best])) {
                best = i;
            }
        }
        return best;
    }
}
