package helpsteer.bench.judge;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads verdicts off a judge's prose. */
final class VerdictParsers {
    private static final Pattern RATING = Pattern.compile("\\[\\[(\\d+\\.?\\d*)]]");
    private static final Pattern RATING_ONCE = Pattern.compile("\\[(\\d+\\.?\\d*)]");
    private static final Pattern LABEL = Pattern.compile("\\[\\[([AB<>=]+)]]");
    private static final Pattern LABEL_ONCE = Pattern.compile("\\[([AB<>=]+)]");
    private static final Pattern KNOWN = Pattern.compile("A[<>]{1,2}B|B[<>]{1,2}A|A=B|B=A");
    private static final double HIGHEST = 10;

    private VerdictParsers() {}

    /**
     * The first {@code [[rating]]}, or else the first {@code [rating]}, as FastChat reads it; a number outside 1..10 is no
     * rating.
     */
    static Optional<Double> rating(String answer) {
        for (Pattern form : new Pattern[] {RATING, RATING_ONCE}) {
            Matcher found = form.matcher(answer);
            if (found.find()) {
                double rating = Double.parseDouble(found.group(1));
                return rating >= 1 && rating <= HIGHEST ? Optional.of(rating) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The last {@code [[A>B]]}, or else the last {@code [A>B]}, as Arena-Hard's {@code get_score} reads it. */
    static Optional<String> label(String answer) {
        for (Pattern form : new Pattern[] {LABEL, LABEL_ONCE}) {
            Matcher found = form.matcher(answer.toUpperCase(Locale.ROOT));
            String last = "";
            while (found.find()) {
                last = found.group(1);
            }
            if (!last.isEmpty()) {
                return KNOWN.matcher(last).matches() && !last.contains("<>") && !last.contains("><")
                        ? Optional.of(last)
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
