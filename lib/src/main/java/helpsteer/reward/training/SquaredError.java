package helpsteer.reward.training;

import helpsteer.data.Attribute;
import java.util.Set;

/**
 * The regression loss of the paper (section 3): squared error over the attributes that are rated.
 *
 * <p>Normalised by the number of unmasked entries, as NeMo-Aligner does. The same loss for the machine is
 * {@code squared_error} in the script {@code head.py}; a test holds the two together.
 */
public final class SquaredError {
    private SquaredError() {}

    /**
     * Mean squared error over the entries whose mask is true.
     *
     * @param predicted shape (B, A)
     * @param labels shape (B, A); an entry that is masked out is never read
     * @param mask shape (B, A), true where a rating exists
     * @throws IllegalArgumentException where the shapes differ or no entry is unmasked
     */
    public static double loss(double[][] predicted, double[][] labels, boolean[][] mask) {
        int count = count(predicted, labels, mask);
        double sum = 0;
        for (int row = 0; row < predicted.length; row++) {
            for (int a = 0; a < predicted[row].length; a++) {
                if (mask[row][a]) {
                    double error = predicted[row][a] - labels[row][a];
                    sum += error * error;
                }
            }
        }
        return sum / count;
    }

    /** The derivatives of {@link #loss} by each predicted number, shape (B, A); 0 where the mask is false. */
    public static double[][] gradient(double[][] predicted, double[][] labels, boolean[][] mask) {
        int count = count(predicted, labels, mask);
        double[][] out = new double[predicted.length][];
        for (int row = 0; row < predicted.length; row++) {
            out[row] = new double[predicted[row].length];
            for (int a = 0; a < out[row].length; a++) {
                out[row][a] = mask[row][a] ? 2 * (predicted[row][a] - labels[row][a]) / count : 0;
            }
        }
        return out;
    }

    /** A mask that is true for some attributes in every row, shape (B, A). */
    public static boolean[][] mask(int rows, Set<Attribute> attributes) {
        boolean[][] out = new boolean[rows][Attribute.COUNT];
        for (boolean[] row : out) {
            attributes.forEach(a -> row[a.index()] = true);
        }
        return out;
    }

    /** The unmasked entries, of which there must be one. */
    private static int count(double[][] predicted, double[][] labels, boolean[][] mask) {
        if (predicted.length != labels.length || predicted.length != mask.length) {
            throw new IllegalArgumentException("predicted, labels and mask must have one length, got "
                    + predicted.length + ", " + labels.length + " and " + mask.length);
        }
        int count = 0;
        for (int row = 0; row < predicted.length; row++) {
            if (predicted[row].length != labels[row].length || predicted[row].length != mask[row].length) {
                throw new IllegalArgumentException("row " + row + " must have one length, got " + predicted[row].length
                        + ", " + labels[row].length + " and " + mask[row].length);
            }
            for (boolean rated : mask[row]) {
                count += rated ? 1 : 0;
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("mask must leave at least one entry, got none");
        }
        return count;
    }
}
