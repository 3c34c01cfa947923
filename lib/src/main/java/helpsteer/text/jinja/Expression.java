package helpsteer.text.jinja;

/** A part of a template that has a value. */
@FunctionalInterface
interface Expression {
    Object in(Scope scope);
}
