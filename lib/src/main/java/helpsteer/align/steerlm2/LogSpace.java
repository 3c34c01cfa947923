package helpsteer.align.steerlm2;

import java.util.Arrays;

/** Sums of exponentials that neither overflow nor vanish. */
final class LogSpace {
    private LogSpace() {}

    /** log of the sum of the exponentials; minus infinity where all are. */
    static double logSumExp(double[] logs) {
        double most = Arrays.stream(logs).max().orElse(Double.NEGATIVE_INFINITY);
        if (most == Double.NEGATIVE_INFINITY) {
            return most;
        }
        return most + Math.log(Arrays.stream(logs).map(l -> Math.exp(l - most)).sum());
    }

    /** The logarithms less their {@link #logSumExp}. */
    static double[] logSoftmax(double[] logs) {
        double all = logSumExp(logs);
        return Arrays.stream(logs).map(l -> l - all).toArray();
    }

    static double[] exp(double[] logs) {
        return Arrays.stream(logs).map(Math::exp).toArray();
    }
}
