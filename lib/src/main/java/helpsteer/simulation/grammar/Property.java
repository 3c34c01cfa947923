package helpsteer.simulation.grammar;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A property of the objects of a topic, its right value for each, and how it is asked for and stated. */
public final class Property {
    /** Stands for the value in a wording. */
    static final String VALUE = "{value}";

    private final String question;
    private final Wordings words;
    private final List<String> values;

    /** The objects in the order of their values, so that objects of one value stand together. */
    private final int[] byValue;

    /** Where each object stands in that order. */
    private final int[] places;

    /** Number of objects that share the most frequent value. */
    private final int most;

    /**
     * A property.
     *
     * @param question what is asked, such as "what it eats"
     * @param words what stands after the object's name, each with {value}
     * @param values the right value of each object
     * @throws IllegalArgumentException where one value belongs to more than half of the objects
     */
    Property(String question, Wordings words, List<String> values) {
        this.question = question;
        this.words = words;
        this.values = List.copyOf(values);
        byValue = IntStream.range(0, values.size())
                .boxed()
                .sorted(Comparator.comparing(this.values::get))
                .mapToInt(Integer::intValue)
                .toArray();
        places = new int[byValue.length];
        for (int place = 0; place < byValue.length; place++) {
            places[byValue[place]] = place;
        }
        most = mostFrequent(this.values);
    }

    private static int mostFrequent(List<String> values) {
        Map<String, Integer> counts = new HashMap<>();
        int most = 0;
        for (String value : values) {
            int count = counts.merge(value, 1, Integer::sum);
            if (2 * count > values.size()) {
                throw new IllegalArgumentException("value \"" + value + "\" must belong to at most half of the "
                        + values.size() + " objects; change a value or add objects");
            }
            most = Math.max(most, count);
        }
        return most;
    }

    /** What is asked, such as "what it eats". */
    public String question() {
        return question;
    }

    /** All right values, one for each object. */
    public List<String> values() {
        return values;
    }

    /** What stands after an object's name to say that it has a value. */
    String words(int level, String value) {
        return words.at(level).replace(VALUE, value);
    }

    /**
     * A wrong value for an object: the right one of another object, with another value.
     *
     * <p>The object is taken some places further in the order of the values, round the end. So over all objects each value is
     * the wrong one exactly as often as it is the right one, and no word tells right from wrong by itself.
     */
    String wrongValue(int object, SplittableRandom random) {
        int shift = most + random.nextInt(byValue.length - 2 * most + 1);
        return values.get(byValue[(places[object] + shift) % byValue.length]);
    }
}
