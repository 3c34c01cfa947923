package helpsteer.simulation.grammar;

/** What a sentence says, whatever its words. */
public sealed interface Sentence {
    /** A fact is stated. */
    record Statement(Fact fact) implements Sentence {}

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
