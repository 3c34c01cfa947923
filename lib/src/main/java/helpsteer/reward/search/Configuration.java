package helpsteer.reward.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One choice of all settings that are searched.
 *
 * @param values by name, in the order of the space
 */
public record Configuration(Map<String, Double> values) {
    public Configuration {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value of a setting that the space names. */
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("name must be one of " + values.keySet() + ", got " + name);
        }
        return value;
    }

    /** The same as a whole number, such as a count of epochs. */
    public int count(String name) {
        double value = value(name);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be a whole number, got " + value);
        }
        return (int) value;
    }

    /** Such as {@code rate=3.0E-5,epochs=2}; the name of the run's folder. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        values.forEach((name, value) -> parts.add(name + "="
                + (value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : value.toString())));
        return String.join(",", parts);
    }
}
