package helpsteer.stats.fit;

import helpsteer.stats.Moments;
import helpsteer.stats.Summary;
import helpsteer.stats.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Means of y in groups of nearly equal size, made by the quantiles of x: the shape of a dependence, no line supposed.
 *
 * @param groups in the order of x, at least one
 */
public record QuantileMeans(List<Group> groups) {
    public QuantileMeans {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("groups must hold at least 1 group, got 0");
        }
    }

    /**
     * The rows whose x lies between two quantiles.
     *
     * @param x what x looks like in the group
     * @param y moments of y in the group
     */
    public record Group(Summary x, Moments y) {}

    /**
     * The means of y in groups of x.
     *
     * @param groups how many are asked for, at least 1; equal values of x are never parted, so that there may be fewer
     */
    public static QuantileMeans of(double[] x, double[] y, int groups) {
        Values.checkOneLength("x", x.length, "y", y.length);
        Values.check("x", x, 1);
        Values.check("y", y, 1);
        if (groups < 1) {
            throw new IllegalArgumentException("groups must be at least 1, got " + groups);
        }
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        List<Group> made = new ArrayList<>();
        double above = Double.NEGATIVE_INFINITY;
        for (int group = 1; group <= groups; group++) {
            double end = group == groups
                    ? sorted[sorted.length - 1]
                    : Summary.sortedQuantile(sorted, (double) group / groups);
            int[] rows = between(x, above, end);
            if (rows.length > 0) {
                made.add(new Group(Summary.of(taken(x, rows)), Moments.of(taken(y, rows))));
            }
            above = Math.max(above, end);
        }
        return new QuantileMeans(made);
    }

    private static int[] between(double[] x, double above, double end) {
        int[] rows = new int[x.length];
        int count = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] > above && x[i] <= end) {
                rows[count++] = i;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private static double[] taken(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Group group : groups) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(String.format(
                            Locale.ROOT,
                            "x %.4g to %.4g (median %.4g): y %s",
                            group.x().min(),
                            group.x().max(),
                            group.x().median(),
                            group.y()));
        }
        return text.toString();
    }
}
