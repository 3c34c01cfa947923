package helpsteer.stats;

/** What every statistic asks of its numbers before it computes. */
public final class Values {
    private Values() {}

    /** Refuses an array that has fewer values than needed, or one that is not finite. */
    public static void check(String name, double[] values, int least) {
        if (values.length < least) {
            throw new IllegalArgumentException(name + " must hold at least " + least
                    + (least == 1 ? " value" : " values") + ", got " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] must be finite, got " + values[i]
                        + "; drop it and say how many were dropped");
            }
        }
    }

    public static void checkOneLength(String first, int firstLength, String second, int secondLength) {
        if (firstLength != secondLength) {
            throw new IllegalArgumentException(
                    first + " and " + second + " must be of one length, got " + firstLength + " and " + secondLength);
        }
    }

    public static void checkVaries(String name, double[] values) {
        if (isConstant(values)) {
            throw new IllegalArgumentException(name + " must vary, got " + values[0] + " " + values.length + " times");
        }
    }

    static void checkLevel(double level) {
        if (!(level > 0 && level < 1)) { // written so that NaN fails too
            throw new IllegalArgumentException("level must be in (0, 1), got " + level);
        }
    }

    public static boolean isConstant(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** The mean, found in two passes so that neither large values nor a large offset spoil it. */
    public static double mean(double[] values) {
        double rough = 0;
        for (double value : values) {
            rough += value / values.length; // divided first: the sum of large values may overflow
        }
        double correction = 0;
        for (double value : values) {
            correction += (value - rough) / values.length;
        }
        return rough + correction;
    }

    /** The root of the mean squared deviation, with n - 1 below; NaN for one value. */
    public static double sampleSd(double[] values) {
        if (values.length == 1) {
            return Double.NaN;
        }
        double[] deviations = deviations(values);
        double largest = largest(deviations);
        return largest == 0
                ? 0
                : largest * Math.sqrt(product(scaled(deviations), scaled(deviations)) / (values.length - 1));
    }

    public static double[] deviations(double[] values) {
        double mean = mean(values);
        double[] deviations = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            deviations[i] = values[i] - mean;
        }
        return deviations;
    }

    /** The values over the largest magnitude, so that their squares neither overflow nor vanish. */
    public static double[] scaled(double[] values) {
        double largest = largest(values);
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = largest == 0 ? 0 : values[i] / largest;
        }
        return scaled;
    }

    public static double product(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    public static double[] differences(double[] first, double[] second) {
        double[] differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            differences[i] = first[i] - second[i];
        }
        return differences;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
