package helpsteer.study.losses;

/**
 * Data that learners get.
 *
 * @param part the question that it helps to answer
 * @param name how it differs from the other situations of the part, as tables have it
 * @param pairs how many pairs raters have seen, ties among them
 * @param labelling how raters see them
 * @param shuffledStrengths whether each preference has the strength of another
 */
public record Situation(Part part, String name, int pairs, Labelling labelling, boolean shuffledStrengths) {
    /** A question of the study. */
    public enum Part {
        /** How much is learnt from how many pairs? */
        LEARNING_CURVE("Learning curve"),
        /** Where is one loss better than another? */
        LOSSES("Where losses differ"),
        /** What do wrong labels cost? */
        LABEL_NOISE("Labels exchanged, and a position bias"),
        /** What does dropping ties do? */
        TIES("Ties dropped or kept"),
        /** How much of a length bias is copied, and what removes it? */
        LENGTH_BIAS("A planted length bias, copied and removed");

        private final String title;

        Part(String title) {
            this.title = title;
        }

        /** As tables have it. */
        public String title() {
            return title;
        }
    }

    static Situation of(Part part, String name, int pairs, Labelling labelling) {
        return new Situation(part, name, pairs, labelling, false);
    }

    Situation withStrengthsShuffled() {
        return new Situation(part, name, pairs, labelling, true);
    }
}
