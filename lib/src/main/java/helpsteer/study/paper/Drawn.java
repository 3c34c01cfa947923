package helpsteer.study.paper;

/**
 * How rows at hand relate to all that the paper counted.
 *
 * <p>That is decided by the number of rows and by the hash of their files, never by the columns that are judged: rows whose
 * means agree with the print may still be chosen, and rows whose means differ may be a random part.
 *
 * @param how what is known of it, in words; empty where there is nothing to say
 */
record Drawn(Part part, String how) {
    /** How the rows were drawn. */
    enum Part {
        /** All of them. */
        ALL,
        /** Some of them, drawn at random. */
        RANDOM,
        /** Some neighbouring ones, a random part only if their order in the file means nothing. */
        BLOCK,
        /** Some of them, chosen by what is in them. */
        CHOSEN,
        /** Some of them, drawn in a way that is not known. */
        UNKNOWN,
        /** Others: simulated, or written for this project. */
        OTHER;

        /** Whether a difference can be held against sampling error, as known or as assumed. */
        boolean isTested() {
            return this == RANDOM || this == BLOCK;
        }
    }

    /** What a number computed from such rows should say beside it. */
    String remark() {
        return part == Part.BLOCK ? how + ": within sampling error only if its rows are taken as drawn at random" : how;
    }
}
