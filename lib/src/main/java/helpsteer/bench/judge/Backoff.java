package helpsteer.bench.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.random.RandomGenerator;

/** How long to wait before a request is sent again. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

    private Backoff() {}

    /**
     * Doubles from one second to a minute, then takes a random half of it off, so that clients that failed together do not
     * come back together.
     *
     * @param failures attempts that failed so far, at least 1
     */
    static Duration wait(int failures, RandomGenerator random) {
        long millis = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures - 1, 16));
        return Duration.ofMillis(Math.round(millis * (0.5 + random.nextDouble() / 2)));
    }

    /** What a {@code Retry-After} header asks for, in seconds or as a date; zero where it says nothing that can be read. */
    static Duration asked(String header, Instant now) {
        Duration asked = Duration.ZERO;
        if (header.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            asked = Duration.ofMillis(Math.round(Double.parseDouble(header) * 1000));
        } else if (!header.isEmpty()) {
            try {
                asked = Duration.between(
                        now,
                        ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeParseException e) {
                return Duration.ZERO; // our own wait does
            }
        }
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    }
}
