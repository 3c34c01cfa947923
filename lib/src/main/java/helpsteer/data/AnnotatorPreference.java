package helpsteer.data;

/**
 * One annotator's comparison of two responses, with the reasons given.
 *
 * @param strength -3 (first much better) to 3 (second much better), 0 where they are about the same
 * @param statement the verdict in a sentence; empty where the file has none
 * @param elaboration the reasons; empty where the file does not divide them from the statement
 */
public record AnnotatorPreference(int strength, String statement, String elaboration) {
    public AnnotatorPreference {
        if (strength < -PreferencePair.STRONGEST || strength > PreferencePair.STRONGEST) {
            throw new IllegalArgumentException("strength must be in -3..3, got " + strength);
        }
    }
}
