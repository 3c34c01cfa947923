package helpsteer.reward.goodness;

import helpsteer.data.Attribute;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Raises accuracy one weight at a time until none helps. Each step is exact: as one weight moves, a pair changes sides at
 * one value at most, so that sorting these values shows the accuracy of every value there is.
 */
public final class CoordinateSearch extends WeightSearch {
    private static final double RANGE = 1;
    private static final double LEAST_GAIN = 1e-12;
    private static final int MOST_ROUNDS = 100;

    /** Equal weights, and each attribute alone: an ascent may end on a hill that is not the highest. */
    private static final int STARTS = Attribute.COUNT + 1;

    @Override
    public String name() {
        return "coordinate ascent";
    }

    @Override
    double[] best(ScoreDifferences rows) {
        double[] best = {};
        double most = -1;
        for (int start = 0; start < STARTS; start++) {
            double[] weights = new double[Attribute.COUNT];
            if (start == 0) {
                Arrays.fill(weights, RANGE);
            } else {
                weights[start - 1] = RANGE;
            }
            double won = climb(rows, weights);
            if (won > most + LEAST_GAIN) {
                most = won;
                best = weights;
            }
        }
        return best;
    }

    /** Changes the weights; returns the weight of the pairs then won. */
    private static double climb(ScoreDifferences rows, double[] weights) {
        double[] goodness = new double[rows.size()];
        for (int a = 0; a < weights.length; a++) {
            add(goodness, weights[a], rows.column(a));
        }
        double won = won(rows, goodness);
        boolean risen = true;
        for (int round = 0; risen && round < MOST_ROUNDS; round++) {
            risen = false;
            for (int a = 0; a < weights.length; a++) {
                double[] rest = goodness.clone();
                add(rest, -weights[a], rows.column(a));
                double value = bestValue(rows, rest, rows.column(a));
                double[] moved = rest.clone();
                add(moved, value, rows.column(a));
                double then = won(rows, moved); // counted anew, so that rounding at a border cannot pretend a gain
                if (then > won + LEAST_GAIN) {
                    weights[a] = value;
                    goodness = moved;
                    won = then;
                    risen = true;
                }
            }
        }
        return won;
    }

    /** The middle of the widest stretch of values with the most weight won. */
    private static double bestValue(ScoreDifferences rows, double[] rest, double[] column) {
        double[] borders = new double[rest.length];
        double won = 0; // at the lower end of the range
        for (int i = 0; i < rest.length; i++) {
            borders[i] = column[i] == 0 ? Double.NaN : -rest[i] / column[i];
            won += rest[i] - RANGE * column[i] > 0 ? rows.weights()[i] : 0;
        }
        int[] order = IntStream.range(0, rest.length)
                .filter(i -> borders[i] >= -RANGE && borders[i] < RANGE)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> borders[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double most = won - 1;
        double width = 0;
        double best = 0;
        double from = -RANGE;
        for (int next = 0; next <= order.length; next++) {
            double to = next == order.length ? RANGE : borders[order[next]];
            if (to > from && (won > most + LEAST_GAIN || (won > most - LEAST_GAIN && to - from > width))) {
                most = won;
                width = to - from;
                best = (from + to) / 2;
            }
            if (next < order.length) {
                double weight = rows.weights()[order[next]];
                boolean wonBefore =
                        borders[order[next]] > -RANGE || rest[order[next]] - RANGE * column[order[next]] > 0;
                if (column[order[next]] > 0) {
                    won += weight;
                } else if (wonBefore) {
                    won -= weight;
                }
                from = to;
            }
        }
        return best;
    }

    private static double won(ScoreDifferences rows, double[] goodness) {
        double won = 0;
        for (int i = 0; i < goodness.length; i++) {
            won += goodness[i] > 0 ? rows.weights()[i] : 0;
        }
        return won;
    }

    private static void add(double[] sums, double weight, double[] column) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * column[i];
        }
    }
}
