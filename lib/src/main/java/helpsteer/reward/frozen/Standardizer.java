package helpsteer.reward.frozen;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Rows of numbers less their mean, in units of their standard deviation; a column that never varies becomes 0. */
public final class Standardizer {
    private final double[] mean;
    private final double[] scale;

    private Standardizer(double[] mean, double[] scale) {
        this.mean = mean;
        this.scale = scale;
    }

    /** By the mean and the standard deviation of these rows. */
    public static Standardizer of(double[][] rows) {
        double[] mean = new double[rows[0].length];
        double[] scale = new double[mean.length];
        for (int c = 0; c < mean.length; c++) {
            int at = c;
            double[] column = Arrays.stream(rows).mapToDouble(row -> row[at]).toArray();
            double middle = Arrays.stream(column).average().orElseThrow();
            double variance = Arrays.stream(column)
                    .map(x -> (x - middle) * (x - middle))
                    .average()
                    .orElseThrow();
            mean[c] = middle;
            scale[c] = variance > 0 ? Math.sqrt(variance) : 1;
        }
        return new Standardizer(mean, scale);
    }

    /** The same of vectors. */
    public static Standardizer of(float[][] rows) {
        return of(Arrays.stream(rows).map(Standardizer::doubles).toArray(double[][]::new));
    }

    /** A row in these units. */
    public float[] apply(double[] row) {
        float[] out = new float[row.length];
        for (int c = 0; c < row.length; c++) {
            out[c] = (float) ((row[c] - mean[c]) / scale[c]);
        }
        return out;
    }

    /** A vector in these units. */
    public float[] apply(float[] row) {
        return apply(doubles(row));
    }

    private static double[] doubles(float[] row) {
        return IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
    }
}
