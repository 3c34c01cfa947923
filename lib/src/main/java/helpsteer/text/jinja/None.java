package helpsteer.text.jinja;

/** Python's None. */
public enum None {
    NONE
}
