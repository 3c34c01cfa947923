package helpsteer.text.jinja.value;

/** A name or attribute that is not there: empty when printed, false, and an error as soon as more is asked of it. */
public record Undefined(String what) {
    public JinjaException error() {
        return new JinjaException(what + " must be defined, got nothing of that name");
    }
}
