package helpsteer.report.chart;

import helpsteer.stats.Estimate;
import java.util.Collection;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * One series of a chart: estimates that share a colour.
 *
 * @param name stands in the legend
 * @param items by label, in the order of display
 */
public record Estimates(String name, Map<String, Estimate> items) {
    public Estimates {
        items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
        if (items.isEmpty()) {
            throw new IllegalArgumentException("items must not be empty, got none for " + name);
        }
    }

    /** A series from things of any kind; of several with one label the first stands. */
    public static <T> Estimates of(
            String name,
            Collection<T> things,
            Function<? super T, String> label,
            Function<? super T, Estimate> estimate) {
        Map<String, Estimate> items = new LinkedHashMap<>();
        things.forEach(thing -> items.putIfAbsent(label.apply(thing), estimate.apply(thing)));
        return new Estimates(name, items);
    }

    /** Labels and values without intervals, such as a paper's printed numbers. */
    public static Estimates of(String name, List<String> labels, double... values) {
        if (labels.size() != values.length) {
            throw new IllegalArgumentException(
                    "labels and values must be of one length, got " + labels.size() + " and " + values.length);
        }
        Map<String, Estimate> items = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            items.putIfAbsent(labels.get(i), Estimate.of(values[i]));
        }
        return new Estimates(name, items);
    }

    /** Every label of the series, each once, in the order of first appearance. */
    static List<String> labels(List<Estimates> series) {
        if (series.isEmpty()) {
            throw new IllegalArgumentException("series must not be empty, got none");
        }
        Set<String> labels = new LinkedHashSet<>();
        series.forEach(each -> labels.addAll(each.items().keySet()));
        return List.copyOf(labels);
    }

    /** The lowest and the highest of all values, ends of intervals and other numbers; infinite where there are none. */
    static double[] range(List<Estimates> series, double... others) {
        DoubleSummaryStatistics all = new DoubleSummaryStatistics();
        DoubleStream items = series.stream()
                .flatMap(each -> each.items().values().stream())
                .flatMapToDouble(item -> DoubleStream.of(item.value(), item.low(), item.high()));
        DoubleStream.concat(items, DoubleStream.of(others))
                .filter(number -> !Double.isNaN(number))
                .forEach(all);
        return new double[] {all.getMin(), all.getMax()};
    }
}
