package helpsteer.study.coverage;

import java.util.Locale;

/**
 * An estimator in one situation whose truth is known.
 *
 * @param estimator the method, such as {@code "Wilson.of"}
 * @param data how a sample is drawn
 * @param n number of rows, pairs, prompts or items in a sample
 * @param divisor what the number of replications is divided by; above 1 for slow estimators
 * @param known what is known of the estimator here
 */
public record Setting(String estimator, String data, int n, int divisor, Known known) {
    private static final int FEWEST = 20;

    public Setting {
        if (n < 1 || divisor < 1) {
            throw new IllegalArgumentException("n and divisor must be at least 1, got " + n + " and " + divisor);
        }
    }

    /** Of an estimator of which nothing is known beforehand. */
    public static Setting of(String estimator, String data, int n) {
        return new Setting(estimator, data, n, 1, Known.nothing());
    }

    /** The same with fewer replications, as each takes long. */
    public Setting slow(int by) {
        return new Setting(estimator, data, n, by, known);
    }

    /** The same, known to cover more or to alarm less than it says. */
    public Setting conservative(String reason) {
        return new Setting(estimator, data, n, divisor, Known.conservative(reason));
    }

    /**
     * The same, documented to cover less or to alarm more than it says.
     *
     * @param documented how often it covers or alarms by its documentation
     */
    public Setting limit(double documented, String reason) {
        return new Setting(estimator, data, n, divisor, Known.limit(documented, reason));
    }

    /** How many samples are drawn where so many are asked for: its part of them, and no fewer than 20 or all. */
    int replications(int asked) {
        return Math.min(asked, Math.max(FEWEST, asked / divisor));
    }

    /** Whether the word stands in the name of the estimator or of the data, in letters of either case. */
    boolean has(String word) {
        return (estimator + " " + data).toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return estimator + ", " + data + ", n=" + n;
    }
}
