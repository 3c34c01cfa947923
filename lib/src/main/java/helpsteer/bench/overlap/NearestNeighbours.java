package helpsteer.bench.overlap;

import java.util.ArrayList;
import java.util.List;

/** The training vectors that lie closest to a benchmark's: paraphrases that no n-gram would find. */
public final class NearestNeighbours {
    private NearestNeighbours() {}

    /**
     * An item's nearest training vector.
     *
     * @param item place of the item's vector
     * @param training place of the training vector; of equally near ones the first
     * @param cosine of the angle between them
     */
    public record Neighbour(int item, int training, double cosine) {}

    /**
     * The nearest training vector of each item whose cosine reaches a threshold, every two compared.
     *
     * @param items shape (N, D)
     * @param training shape (M, D)
     * @param threshold in [-1, 1]
     * @return in the order of the items; those without such a neighbour are absent
     */
    public static List<Neighbour> of(float[][] items, float[][] training, double threshold) {
        if (items.length == 0 || training.length == 0) {
            throw new IllegalArgumentException("items and training must hold at least one vector each, got "
                    + items.length + " and " + training.length);
        }
        if (!(threshold >= -1 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold must be in [-1, 1], got " + threshold);
        }
        float[][] rows = unit("items", items, items[0].length);
        float[][] columns = unit("training", training, items[0].length);
        List<Neighbour> out = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            int best = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < columns.length; j++) {
                double cosine = product(rows[i], columns[j]);
                if (cosine > highest) {
                    highest = cosine;
                    best = j;
                }
            }
            if (highest >= threshold) {
                out.add(new Neighbour(i, best, highest));
            }
        }
        return out;
    }

    private static float[][] unit(String name, float[][] vectors, int width) {
        float[][] out = new float[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i].length != width) {
                throw new IllegalArgumentException(
                        name + "[" + i + "] must have " + width + " numbers, got " + vectors[i].length);
            }
            double length = Math.sqrt(product(vectors[i], vectors[i]));
            if (!(length > 0) || Double.isInfinite(length)) {
                throw new IllegalArgumentException(
                        name + "[" + i + "] must have a finite length above 0, got " + length);
            }
            out[i] = new float[width];
            for (int d = 0; d < width; d++) {
                out[i][d] = (float) (vectors[i][d] / length);
            }
        }
        return out;
    }

    /** In four sums, which lets the processor work on several numbers at once. */
    private static double product(float[] a, float[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int d = 0;
        for (; d + 3 < a.length; d += 4) {
            s0 += (double) a[d] * b[d];
            s1 += (double) a[d + 1] * b[d + 1];
            s2 += (double) a[d + 2] * b[d + 2];
            s3 += (double) a[d + 3] * b[d + 3];
        }
        for (; d < a.length; d++) {
            s0 += (double) a[d] * b[d];
        }
        return s0 + s1 + s2 + s3;
    }
}
