package helpsteer.text.jinja;

import helpsteer.text.jinja.value.Text;

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
