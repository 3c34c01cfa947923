package helpsteer.text.jinja.value;

/** A template that cannot be read or evaluated; the message says where and why. */
public final class JinjaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final boolean placed;

    public JinjaException(String message) {
        super(message);
        placed = false;
    }

    private JinjaException(String message, Throwable cause) {
        super(message, cause);
        placed = true;
    }

    /** The same with the template's line in front, unless it has one. */
    public JinjaException at(int line) {
        return placed ? this : new JinjaException("template line " + line + ": " + getMessage(), this);
    }
}
