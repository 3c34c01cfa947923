package helpsteer.study.coverage;

import java.util.Optional;

/**
 * What is known of an estimator before it is tried, so that a study can tell a property from a defect.
 *
 * @param kind in which direction it is known to miss its level
 * @param reason why, with the literature; empty where nothing is known
 * @param documented the share that its documentation names: of intervals that hold the truth, of tests that alarm without an
 *     effect; told of limits alone. What is further off is a defect
 */
public record Known(Kind kind, String reason, Optional<Double> documented) {
    /** In which direction an estimator is known to miss its level. */
    public enum Kind {
        /** Nothing: it should keep its level. */
        NOTHING,
        /** It covers more, or alarms less, than it says. */
        CONSERVATIVE,
        /** It covers less, or alarms more, than it says, and its documentation says so. */
        LIMIT
    }

    public Known {
        if ((kind == Kind.NOTHING) != reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "reason must be given for what is known and only then, got \"" + reason + "\" for " + kind);
        }
        boolean share = documented.filter(d -> d > 0 && d < 1).isPresent();
        if ((kind == Kind.LIMIT) != share || documented.isPresent() != share) {
            throw new IllegalArgumentException("documented must be a share in (0, 1) for a limit and only then, got "
                    + documented + " for " + kind);
        }
    }

    static Known nothing() {
        return new Known(Kind.NOTHING, "", Optional.empty());
    }

    static Known conservative(String reason) {
        return new Known(Kind.CONSERVATIVE, reason, Optional.empty());
    }

    static Known limit(double documented, String reason) {
        return new Known(Kind.LIMIT, reason, Optional.of(documented));
    }
}
