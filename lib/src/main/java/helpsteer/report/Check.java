package helpsteer.report;

import helpsteer.stats.Numbers;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A claim of a notebook that was tested when the cell ran. A check that holds is a value to look at; one that does not
 * throws, so that a wrong notebook cannot be executed to its end.
 *
 * @param compared what was compared, with its numbers
 */
public record Check(String compared) implements Shown {
    private static final String PASSED = "✔ ";
    private static final String FAILED = "✘ ";
    private static final AtomicInteger COUNT = new AtomicInteger();

    /**
     * Two numbers differ by at most the tolerance; NaN equals nothing.
     *
     * @param tolerance largest allowed absolute difference, at least 0
     * @throws CheckFailedException where they differ by more
     */
    public static Check equal(double expected, double actual, double tolerance) {
        if (!(tolerance >= 0)) { // written so that NaN fails too
            throw new IllegalArgumentException("tolerance must be at least 0, got " + tolerance);
        }
        double difference = expected == actual ? 0 : Math.abs(expected - actual);
        boolean holds = difference <= tolerance;
        return settle(
                holds,
                String.format(
                        Locale.ROOT,
                        "expected %s, got %s, difference %.2g %s %.2g",
                        number(expected),
                        number(actual),
                        difference,
                        holds ? "≤" : "not ≤",
                        tolerance));
    }

    /**
     * A number lies between two others, ends included.
     *
     * @param name what the number is
     * @throws CheckFailedException where it lies outside or is NaN
     */
    public static Check within(double value, double low, double high, String name) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low must be at most high, got " + low + " and " + high);
        }
        boolean holds = low <= value && value <= high;
        return settle(
                holds,
                String.format(
                        Locale.ROOT,
                        "%s %s %s [%s, %s]",
                        name,
                        number(value),
                        holds ? "in" : "not in",
                        number(low),
                        number(high)));
    }

    /**
     * A statement holds.
     *
     * @param claim the statement, in words
     * @throws CheckFailedException where it does not
     */
    public static Check that(boolean holds, String claim) {
        return settle(holds, claim);
    }

    /**
     * Two values are equal as {@link Objects#deepEquals} sees it, so arrays count by their elements.
     *
     * @throws CheckFailedException where they are not
     */
    public static Check same(@Nullable Object expected, @Nullable Object actual) {
        boolean holds = Objects.deepEquals(expected, actual);
        return settle(
                holds, holds ? "both are " + text(actual) : "expected " + text(expected) + ", got " + text(actual));
    }

    /** How many checks have held in this process. */
    public static int passedSoFar() {
        return COUNT.get();
    }

    private static Check settle(boolean holds, String compared) {
        if (!holds) {
            throw new CheckFailedException(FAILED + compared);
        }
        COUNT.incrementAndGet();
        return new Check(compared);
    }

    private static String text(@Nullable Object value) {
        Object[] wrapped = {value};
        String listed = java.util.Arrays.deepToString(wrapped);
        return listed.substring(1, listed.length() - 1);
    }

    /** Seven significant digits: enough to see a difference, short enough to read. */
    private static String number(double value) {
        return Numbers.significant(value, 7);
    }

    @Override
    public String toString() {
        return PASSED + compared;
    }

    @Override
    public Rendered rendered() {
        return Rendered.html(
                Html.block("<span style=\"color:#009E73;font-weight:bold\">✔</span> " + Html.escape(compared)),
                toString());
    }
}
