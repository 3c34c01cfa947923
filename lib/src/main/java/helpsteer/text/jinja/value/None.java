package helpsteer.text.jinja.value;

/** Python's None. */
public enum None {
    NONE
}
