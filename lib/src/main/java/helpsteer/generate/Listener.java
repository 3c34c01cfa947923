package helpsteer.generate;

/** Hears of answers while they are written. */
public interface Listener {
    /** A listener that does nothing. */
    Listener NONE = new Listener() {};

    /** More of an answer's text; never a part of what may turn out to be a stop, nor half a character. */
    default void text(int prompt, int sample, String more) {}

    /** An answer is whole. */
    default void done(int prompt, int sample, Generated answer) {}
}
