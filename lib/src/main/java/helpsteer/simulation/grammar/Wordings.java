package helpsteer.simulation.grammar;

import java.util.List;

/**
 * One thing said in five vocabularies.
 *
 * @param texts from the plainest to the most learned, {@link #LEVELS} of them
 */
public record Wordings(List<String> texts) {
    /** Number of vocabularies, as many as ratings. */
    public static final int LEVELS = 5;

    public Wordings {
        texts = List.copyOf(texts);
        if (texts.size() != LEVELS) {
            throw new IllegalArgumentException("wordings must be " + LEVELS + ", got " + texts.size());
        }
    }

    /** The text of a level, 0 to 4. */
    public String at(int level) {
        return texts.get(level);
    }
}
