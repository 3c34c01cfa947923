package helpsteer.stats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a reader wants them: as many digits as mean something. */
public final class Numbers {
    private Numbers() {}

    /** A fixed number of decimals; NaN is a dash. */
    public static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.matches("-[0.,]+") ? text.substring(1) : text; // no negative zero
    }

    /** At most so many significant digits, without trailing zeros; very large and small ones in powers of ten. */
    public static String significant(double value, int digits) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value) || value == 0) {
            return value == 0 ? "0" : fixed(value, 0);
        }
        double size = Math.abs(value);
        if (size >= 1e9 || size < 1e-4) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value).replaceFirst("\\.?0*e", "e");
        }
        return new BigDecimal(value)
                .round(new MathContext(Math.max(digits, (int) Math.floor(Math.log10(size)) + 1)))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Seconds as a clock shows them, {@code 0:07}, {@code 12:30} or {@code 1:02:03}; part seconds count as whole ones. */
    public static String duration(double seconds) {
        long whole = (long) Math.ceil(seconds - 1e-9);
        long hours = whole / 3600;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
