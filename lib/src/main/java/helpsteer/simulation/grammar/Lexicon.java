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

    /** What objects are called, as it stands in a sentence. */
    private final Map<String, String> objects = new HashMap<>();

    private final Map<String, Predicate> predicates = new HashMap<>();

    /** What can be said of the objects of a topic. */
    private record Predicate(Property about, String value, int level) {}

    /**
     * What a sentence says.
     *
     * @param levels the vocabulary of each of its wordings, 0 to 4
     */
    public record Reading(Sentence sentence, List<Integer> levels) {
        Reading with(int level) {
            List<Integer> all = new ArrayList<>(levels);
            all.add(level);
            return new Reading(sentence, List.copyOf(all));
        }
    }

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

    /** Enters an object, of which anything may be said that is said of any object. */
    void addObject(String name) {
        objects.put(key(name), name);
    }

    /** Enters what may be said of any object; where two properties have the same words at one level, the first one counts. */
    void addPredicate(Property about, String value, int level) {
        predicates.putIfAbsent(key(about.words(level, value) + "."), new Predicate(about, value, level));
    }

    /**
     * Enters a connective at a level.
     *
     * @throws IllegalArgumentException where it is known
     */
    void addConnective(String connective, int level) {
        if (connectives.put(key(connective), level) != null) {
            throw new IllegalArgumentException(
                    "a connective must stand at one level, got \"" + connective + "\" twice");
        }
    }

    /** What a sentence says; empty where it is not one of this world. */
    public Optional<Reading> read(String sentence) {
        String words = key(sentence);
        Optional<Reading> whole = unconnected(words);
        if (whole.isPresent()) {
            return whole;
        }
        for (Map.Entry<String, Integer> connective : connectives.entrySet()) {
            if (words.startsWith(connective.getKey() + " ")) {
                Optional<Reading> rest =
                        unconnected(words.substring(connective.getKey().length() + 1));
                if (rest.isPresent()) {
                    return rest.map(reading -> reading.with(connective.getValue()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Reading> unconnected(String words) {
        return Optional.ofNullable(sentences.get(words)).or(() -> categoryMistake(words));
    }

    /** An object and what is said of those of another topic. */
    private Optional<Reading> categoryMistake(String words) {
        for (int space = words.indexOf(' '); space >= 0; space = words.indexOf(' ', space + 1)) {
            String object = objects.get(words.substring(0, space));
            Predicate predicate = predicates.get(words.substring(space + 1));
            if (object != null && predicate != null) {
                return Optional.of(new Reading(
                        new Sentence.CategoryMistake(object, predicate.about, predicate.value),
                        List.of(predicate.level)));
            }
        }
        return Optional.empty();
    }

    private static String key(String words) {
        return words.toLowerCase(Locale.ROOT);
    }
}
