package helpsteer.simulation.grammar;

/** What a sentence says, whatever its words. */
public sealed interface Sentence {
    /** A fact is stated. */
    record Statement(Fact fact) implements Sentence {}

    /**
     * Something is said of an object that can be said of another kind of thing only, and is false: a category mistake (Ryle
     * 1949, chapter 1), such as "the lemon moves by flying".
     *
     * @param object what it is called
     * @param about a property of another topic
     * @param value of that property
     */
    record CategoryMistake(String object, Property about, String value) implements Sentence {
        /** The words that state it at a level of vocabulary, 0 to 4, as they stand within a sentence. */
        public String words(int level) {
            return object + " " + about.words(level, value) + ".";
        }
    }

    /**
     * The request is refused.
     *
     * @param number which line of the inventory, from 0
     */
    record Refusal(int number) implements Sentence {}

    /**
     * Nothing is said.
     *
     * @param number which line of the inventory, from 0
     */
    record Padding(int number) implements Sentence {}
}
