package helpsteer.data;

/** A prompt with a chosen and a rejected response: the rows of a preference data set in TRL's explicit form. */
public interface ResponsePair {
    Prompt prompt();

    /** The better response. */
    String chosen();

    /** The other response. */
    String rejected();

    /** Both texts. */
    default Pair<String> responses() {
        return new Pair<>(chosen(), rejected());
    }
}
