package helpsteer.data.io;

/** What a reader does with a row that is not as it should be. */
public enum Strictness {
    /** The first bad row ends the reading with an {@link InvalidDataException}. */
    STRICT,
    /** A bad row is left out and listed in {@link ReadResult#refused}. */
    LENIENT
}
