package helpsteer.text.jinja;

/** A part of a template that writes or sets something. */
@FunctionalInterface
interface Statement {
    /** How a statement ends. */
    enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    Flow run(Scope scope, Text.Builder out);
}
