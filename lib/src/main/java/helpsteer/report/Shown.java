package helpsteer.report;

/** Something of our own that a screen can show. */
public interface Shown {
    /** The thing in all its forms. */
    Rendered rendered();
}
