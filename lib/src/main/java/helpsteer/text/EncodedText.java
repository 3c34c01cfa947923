package helpsteer.text;

/** A text as a model reads it, and how much of it was cut away to fit. */
public sealed interface EncodedText permits EncodedPair, EncodedChat {
    /** Tokens that are read. */
    int length();

    /** Tokens cut from the prompt's left. */
    int promptCut();

    /** Tokens cut from the response's right. */
    int responseCut();

    /** Tokens that are not read. */
    default int cut() {
        return promptCut() + responseCut();
    }
}
