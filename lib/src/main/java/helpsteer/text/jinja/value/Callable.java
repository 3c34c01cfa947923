package helpsteer.text.jinja.value;

/** What a template may call. */
@FunctionalInterface
public interface Callable {
    /** The result for these arguments. */
    Object call(Args args);
}
