package helpsteer.simulation.grammar;

import java.util.SplittableRandom;

/** An answer to what can be asked, true or false. */
public record Fact(Item item, String value) {
    /** The right answer. */
    public static Fact right(Item item) {
        return new Fact(item, item.about().values().get(item.object()));
    }

    /** A wrong answer, whose value is right for another object of the topic. */
    public static Fact wrong(Item item, SplittableRandom random) {
        return new Fact(item, item.about().wrongValue(item.object(), random));
    }

    /** Whether this is the right answer. */
    public boolean isTrue() {
        return equals(right(item));
    }

    /** The words that state it at a level of vocabulary, 0 to 4, as they stand within a sentence. */
    public String words(int level) {
        return item.name() + " " + predicate(level) + ".";
    }

    /** The same without the object. */
    public String predicate(int level) {
        return item.about().words(level, value);
    }
}
