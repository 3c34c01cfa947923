package helpsteer.simulation.world;

import helpsteer.simulation.grammar.Wordings;
import java.util.List;

/**
 * Which qualities a response shall have.
 *
 * @param slots what the sentence in the place of each thing asked for does
 * @param orderBroken whether facts shall stand in another order than demanded, where one is
 * @param repeatedPadding whether a sentence of padding shall be a repetition instead
 * @param extraSentences sentences more (or fewer, below 0) than asked for
 * @param vocabulary mean level of the words, 0 (plainest) to 4 (most learned)
 */
record Recipe(List<Part> slots, boolean orderBroken, boolean repeatedPadding, int extraSentences, double vocabulary) {
    Recipe {
        slots = List.copyOf(slots);
        if (!(vocabulary >= 0 && vocabulary <= Wordings.LEVELS - 1)) {
            throw new IllegalArgumentException("vocabulary must be in 0..4, got " + vocabulary);
        }
    }
}
