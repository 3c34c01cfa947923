package helpsteer.cli.doctor;

/**
 * One line of the doctor.
 *
 * @param weight what follows from it
 * @param subject what was looked at
 * @param found what is there
 * @param mend the command that mends it; empty where nothing is to mend
 */
record Finding(Weight weight, String subject, String found, String mend) {
    /** What follows from a finding. */
    enum Weight {
        /** It is there. */
        FINE("✔"),
        /** The default runs without it. */
        OPTIONAL("-"),
        /** The default cannot run. */
        NEEDED("✘");

        private final String mark;

        Weight(String mark) {
            this.mark = mark;
        }
    }

    static Finding fine(String subject, String found) {
        return new Finding(Weight.FINE, subject, found, "");
    }

    static Finding optional(String subject, String found, String mend) {
        return new Finding(Weight.OPTIONAL, subject, found, mend);
    }

    static Finding needed(String subject, String found, String mend) {
        return new Finding(Weight.NEEDED, subject, found, mend);
    }

    /** The line as printed, with a second one that says how to mend it. */
    String text() {
        String line = "  %s %-11s %s".formatted(weight.mark, subject, found);
        return mend.isEmpty() ? line : line + "%n    %-11s mend: %s".formatted("", mend);
    }
}
