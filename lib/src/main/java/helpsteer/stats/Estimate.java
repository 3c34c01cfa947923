package helpsteer.stats;

import java.util.function.DoubleFunction;

/**
 * A number with its confidence interval, where one is known. How both are rounded and written is decided here only.
 *
 * @param value the estimate; NaN where there is none
 * @param low lower end of the interval; NaN where none is known
 * @param high upper end; NaN where none is known
 * @param level coverage in (0, 1), such as 0.95
 */
public record Estimate(double value, double low, double high, double level) {
    private static final double LEVEL = 0.95;
    private static final int DECIMALS = 3;

    public Estimate {
        if (Double.isNaN(low) != Double.isNaN(high) || low > high) {
            throw new IllegalArgumentException(
                    "low must be at most high, or both NaN, got " + low + " and " + high + " for " + value);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be in (0, 1), got " + level);
        }
    }

    /** A number whose interval is not known, such as one that a paper prints alone. */
    public static Estimate of(double value) {
        return new Estimate(value, Double.NaN, Double.NaN, LEVEL);
    }

    /** A number with its interval. */
    public static Estimate of(double value, Interval interval) {
        return new Estimate(value, interval.low(), interval.high(), interval.level());
    }

    /** Whether an interval is known. */
    public boolean hasInterval() {
        return !Double.isNaN(low);
    }

    /**
     * The interval.
     *
     * @throws IllegalStateException where none is known
     */
    public Interval interval() {
        if (!hasInterval()) {
            throw new IllegalStateException("estimate must have an interval, got only " + value);
        }
        return new Interval(low, high, level);
    }

    /** The value with its interval, such as {@code 0.524 [0.487, 0.562]}; NaN is a dash. */
    public String text(int decimals) {
        return text(number -> Numbers.fixed(number, decimals));
    }

    /** The value with its interval, each number written as the function does. */
    public String text(DoubleFunction<String> number) {
        return hasInterval() ? joined(number.apply(value), number.apply(low), number.apply(high)) : number.apply(value);
    }

    /** The three numbers as one text. */
    public static String joined(String value, String low, String high) {
        return value + " [" + low + ", " + high + "]";
    }

    /** As {@link #text(int)} with three decimals. */
    @Override
    public String toString() {
        return text(DECIMALS);
    }
}
