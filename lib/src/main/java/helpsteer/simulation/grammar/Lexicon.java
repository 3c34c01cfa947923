package helpsteer.simulation.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every sentence that the inventory can make, with what it says and its vocabulary. Capital letters do not matter. */
public final class Lexicon {
    private final Map<String, Reading> sentences = new HashMap<>();
    private final Map<String, Integer> connectives = new HashMap<>();

    /**
     * What a sentence says.
     *
     * @param levels the vocabulary of each of its wordings, 0 to 4
     */
    public record Reading(Sentence sentence, List<Integer> levels) {}

    /**
     * Enters what is known at a level.
     *
     * @throws IllegalArgumentException where these words already say something else or stand at another level
     */
    void add(String words, Sentence sentence, int level) {
        Reading before = sentences.put(key(words), new Reading(sentence, List.of(level)));
        if (before != null) {
            throw new IllegalArgumentException(
                    "a sentence must say one thing at one level, got \"" + words + "\" twice");
        }
    }

    /**
     * Enters a connective at a level.
     *
     * @throws IllegalArgumentException where it is known
     */
    void addConnective(String connective, int level) {
        if (connectives.put(key(connective), level) != null) {
            throw new IllegalArgumentException("a connective must stand at one level, got \"" + connective + "\" twice");
        }
    }

    /** What a sentence says; empty where it is not one of this world. */
    public Optional<Reading> read(String sentence) {
        String words = key(sentence);
        Reading whole = sentences.get(words);
        if (whole != null) {
            return Optional.of(whole);
        }
        for (Map.Entry<String, Integer> connective : connectives.entrySet()) {
            if (words.startsWith(connective.getKey() + " ")) {
                Reading rest = sentences.get(words.substring(connective.getKey().length() + 1));
                if (rest != null) {
                    List<Integer> levels = new ArrayList<>(rest.levels());
                    levels.add(connective.getValue());
                    return Optional.of(new Reading(rest.sentence(), List.copyOf(levels)));
                }
            }
        }
        return Optional.empty();
    }

    private static String key(String words) {
        return words.toLowerCase(Locale.ROOT);
    }
}
