package helpsteer.text.jinja;

/** A name or attribute that is not there: empty when printed, false, and an error as soon as more is asked of it. */
record Undefined(String what) {
    JinjaException error() {
        return new JinjaException(what + " must be defined, got nothing of that name");
    }
}
