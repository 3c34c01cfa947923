package helpsteer.study.coverage;

/**
 * What is known of an estimator before it is tried, so that a study can tell a property from a defect.
 *
 * @param kind in which direction it is known to miss its level
 * @param reason why, with the literature; empty where nothing is known
 */
public record Known(Kind kind, String reason) {
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
    }

    static Known nothing() {
        return new Known(Kind.NOTHING, "");
    }
}
