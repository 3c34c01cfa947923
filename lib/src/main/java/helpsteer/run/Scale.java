package helpsteer.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How much a run does: seconds for a test, minutes on a laptop, or all of it. */
public enum Scale {
    /** For tests: seconds. */
    SMALL,
    /** For a first look: as the default, with less of what takes minutes. */
    QUICK,
    /** For a laptop: minutes. */
    DEFAULT,
    /** The official data, with a GPU where training is involved. */
    FULL;

    /** The environment variable that chooses the scale of every notebook. */
    public static final String VARIABLE = "HELPSTEER_SCALE";

    /**
     * The scale that the environment asks for; {@link #DEFAULT} where the variable is unset or blank.
     *
     * @throws IllegalArgumentException where the variable names no scale
     */
    public static Scale current() {
        return of(System.getenv(VARIABLE));
    }

    /** The scale of a name, whatever its case; {@link #DEFAULT} for none. */
    static Scale of(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return DEFAULT;
        }
        return Arrays.stream(values())
                .filter(scale -> scale.toString().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        VARIABLE + " must be one of " + names() + ", got \"" + name + "\"; unset it for the default"));
    }

    /** The value that belongs to this scale, such as a number of rows; {@link #QUICK} takes the default's. */
    public <T> T pick(T small, T normal, T full) {
        return pick(small, normal, normal, full);
    }

    /** The value that belongs to this scale, for work that takes minutes at the default. */
    public <T> T pick(T small, T quick, T normal, T full) {
        return switch (this) {
            case SMALL -> small;
            case QUICK -> quick;
            case DEFAULT -> normal;
            case FULL -> full;
        };
    }

    private static String names() {
        return Arrays.stream(values()).map(Scale::toString).collect(Collectors.joining(", "));
    }

    /** The name as the environment variable writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
