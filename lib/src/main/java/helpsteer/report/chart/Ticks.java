package helpsteer.report.chart;

import helpsteer.stats.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis from low to high with round numbers on it.
 *
 * @param low lower end, at most the first tick
 * @param high upper end, above the lower
 * @param step distance of two ticks: 1, 2 or 5 times a power of ten
 */
record Ticks(double low, double high, double step) {

    /** An axis that covers the range from its first to its second number. */
    static Ticks covering(double[] range, int steps) {
        return covering(range[0], range[1], steps);
    }

    /** An axis that covers the range and ends on ticks, with about so many steps. */
    static Ticks covering(double low, double high, int steps) {
        double from = low;
        double to = high;
        if (!(from < to)) { // one value only, or none at all
            from = Double.isFinite(low) ? low - 0.5 : 0;
            to = Double.isFinite(high) ? high + 0.5 : 1;
        }
        double step = step((to - from) / steps);
        return new Ticks(Math.floor(from / step + 1e-9) * step, Math.ceil(to / step - 1e-9) * step, step);
    }

    private static double step(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        if (lead <= 1.0000001) {
            return power;
        }
        if (lead <= 2) {
            return 2 * power;
        }
        return lead <= 5 ? 5 * power : 10 * power;
    }

    List<Double> values() {
        List<Double> values = new ArrayList<>();
        long first = Math.round(Math.ceil(low / step - 1e-9));
        long last = Math.round(Math.floor(high / step + 1e-9));
        for (long i = first; i <= last; i++) {
            values.add(i * step);
        }
        return values;
    }

    String label(double value) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return Numbers.fixed(value, decimals);
    }

    /** Where a value lies between the two ends of the axis on the page. */
    double place(double value, double atLow, double atHigh) {
        return atLow + (value - low) / (high - low) * (atHigh - atLow);
    }
}
