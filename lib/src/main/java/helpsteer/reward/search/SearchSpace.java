package helpsteer.reward.search;

import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The candidates of a search: all of a grid, or some drawn from ranges. */
public final class SearchSpace {
    private SearchSpace() {}

    /**
     * Every combination of values.
     *
     * @param lists the values of each setting by its name, at least one each; the last name changes fastest
     */
    public static List<Configuration> grid(Map<String, List<Double>> lists) {
        List<Map<String, Double>> out = new ArrayList<>();
        out.add(Map.of());
        for (Map.Entry<String, List<Double>> list : lists.entrySet()) {
            if (list.getValue().isEmpty()
                    || list.getValue().stream().distinct().count()
                            != list.getValue().size()) {
                throw new IllegalArgumentException(list.getKey() + " must hold different values, at least one, got "
                        + list.getValue() + "; name each once");
            }
            List<Map<String, Double>> longer = new ArrayList<>();
            for (Map<String, Double> before : out) {
                for (double value : list.getValue()) {
                    Map<String, Double> with = new LinkedHashMap<>(before);
                    with.put(list.getKey(), value);
                    longer.add(with);
                }
            }
            out = longer;
        }
        return out.stream().map(Configuration::new).toList();
    }

    /**
     * Where a setting is drawn from, evenly on a logarithmic scale: as many from 1e-5 to 1e-4 as from 1e-4 to 1e-3.
     *
     * @param low least value, above 0
     * @param high largest value, above {@code low}
     * @param whole whether to round to whole numbers, as for a count
     */
    public record Range(double low, double high, boolean whole) {
        public Range {
            if (!(low > 0 && low < high) || Double.isInfinite(high)) {
                throw new IllegalArgumentException("range must be above 0 and finite with low below high, got " + low
                        + " to " + high + "; for one value take a list");
            }
        }

        /** Of numbers that need not be whole. */
        public static Range of(double low, double high) {
            return new Range(low, high, false);
        }

        private double draw(SplittableRandom random) {
            double value = low * Math.exp(random.nextDouble() * Math.log(high / low));
            return whole ? Math.rint(value) : Math.min(high, value);
        }
    }

    /**
     * Candidates drawn at random; more of them from the same seed begin with the same.
     *
     * @param ranges of each setting by its name
     * @param count at least 1
     */
    public static List<Configuration> random(Map<String, Range> ranges, int count, Seed seed) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, got " + count);
        }
        List<Configuration> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (Map.Entry<String, Range> range : ranges.entrySet()) {
                values.put(range.getKey(), range.getValue().draw(seed.stream("search " + range.getKey(), i)));
            }
            out.add(new Configuration(values));
        }
        return out.stream().distinct().toList(); // whole numbers may be drawn twice
    }
}
