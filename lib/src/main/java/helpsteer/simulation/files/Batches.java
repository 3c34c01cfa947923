package helpsteer.simulation.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.Json;
import java.util.function.ToDoubleFunction;

/**
 * Sums over simulated pairs in {@value #BATCHES} interleaved batches: a statistic of all sums with a standard error from its
 * values in the batches, which are independent since the pairs are.
 */
final class Batches {
    private static final int BATCHES = 20;

    private final double[][] sums;
    private final ToDoubleFunction<double[]> statistic;

    /**
     * Nothing summed yet.
     *
     * @param width how many sums there are
     * @param statistic a function of the sums; NaN where they hold too little
     */
    Batches(int width, ToDoubleFunction<double[]> statistic) {
        sums = new double[BATCHES][width];
        this.statistic = statistic;
    }

    /** A mean: the sum of values and their number. */
    static Batches mean() {
        return new Batches(2, s -> s[0] / s[1]);
    }

    /** Adds what the pair of that number brings to each sum. */
    void add(long pair, double... values) {
        double[] batch = sums[(int) (pair % BATCHES)];
        for (int i = 0; i < values.length; i++) {
            batch[i] += values[i];
        }
    }

    /** The statistic of all pairs; NaN where they hold too little. */
    double value() {
        double[] all = new double[sums[0].length];
        for (double[] batch : sums) {
            for (int i = 0; i < all.length; i++) {
                all[i] += batch[i];
            }
        }
        return statistic.applyAsDouble(all);
    }

    /** Standard error of the value; NaN where a batch holds too little. */
    double standardError() {
        double sum = 0;
        double squares = 0;
        for (double[] batch : sums) {
            double value = statistic.applyAsDouble(batch);
            sum += value;
            squares += value * value;
        }
        double variance = (squares - sum * sum / BATCHES) / (BATCHES - 1);
        return Math.sqrt(Math.max(0, variance) / BATCHES);
    }

    /** Value and standard error for a file; null stands for what is not a number. */
    ObjectNode tree() {
        ObjectNode tree = Json.object();
        put(tree, "value", value());
        put(tree, "standard_error", standardError());
        return tree;
    }

    private static void put(ObjectNode tree, String name, double value) {
        if (Double.isFinite(value)) {
            tree.put(name, value);
        } else {
            tree.putNull(name);
        }
    }
}
