package helpsteer.generate;

/** Hears of answers while they are written. */
public interface GenerationListener {
    /** A listener that does nothing. */
    GenerationListener NONE = new GenerationListener() {};

    /** More of an answer's text; never a part of what may turn out to be a stop, nor half a character. */
    default void text(int prompt, int sample, String more) {}

    /** An answer is whole. */
    default void done(int prompt, int sample, Completion answer) {}
}
