package helpsteer.report.listing;

import helpsteer.report.Html;
import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The source text of a method of the library, as the tests run it, so that a notebook cannot drift from the code.
 *
 * @param title the file and its lines
 * @param code the text, without the indentation that it has in its file
 */
public record Listing(String title, String code) implements Shown {

    /**
     * The whole type, such as a small record.
     *
     * @throws IllegalArgumentException where the source text is not at hand
     */
    public static Listing of(Class<?> type) {
        JavaSource source = JavaSource.of(type);
        return source.listing(source.whole());
    }

    /**
     * The one method of that name with its Javadoc; the type's own name stands for its constructor.
     *
     * @throws IllegalArgumentException where there is none, or more than one
     */
    public static Listing of(Class<?> type, String method) {
        JavaSource source = JavaSource.of(type);
        List<JavaSource.Method> found = found(source, type, method);
        if (found.size() > 1) {
            throw new IllegalArgumentException("method must be one of its name, got " + found.size() + " of "
                    + type.getSimpleName() + "." + method + ": " + signatures(found)
                    + "; add an index from 0 or the parameter types");
        }
        return source.listing(found.get(0).extent());
    }

    /**
     * One of several methods of that name.
     *
     * @param index its place among them in the file, from 0
     */
    public static Listing of(Class<?> type, String method, int index) {
        JavaSource source = JavaSource.of(type);
        List<JavaSource.Method> found = found(source, type, method);
        if (index < 0 || index >= found.size()) {
            throw new IllegalArgumentException("index must be in 0.." + (found.size() - 1) + ", got " + index
                    + "; there are " + signatures(found));
        }
        return source.listing(found.get(index).extent());
    }

    /** The method of that name with these parameter types; where a type is generic, its raw form. */
    public static Listing of(Class<?> type, String method, Class<?> first, Class<?>... others) {
        JavaSource source = JavaSource.of(type);
        List<JavaSource.Method> found = found(source, type, method);
        List<String> wanted = java.util.stream.Stream.concat(java.util.stream.Stream.of(first), Arrays.stream(others))
                .map(Class::getSimpleName)
                .toList();
        return found.stream()
                .filter(candidate -> candidate.parameterTypes().equals(wanted))
                .findFirst()
                .map(candidate -> source.listing(candidate.extent()))
                .orElseThrow(() -> new IllegalArgumentException("parameter types must be those of a "
                        + type.getSimpleName() + "." + method + ", got (" + String.join(", ", wanted) + "); there are "
                        + signatures(found)));
    }

    /**
     * A method of a text of torch operations, with its comment of shapes; {@code %NAME%} is filled in for each model.
     *
     * @param script file name without ending, such as {@code "decoder"}
     */
    public static Listing ofScript(String script, String method) {
        return ScriptSource.listing(script, method);
    }

    private static List<JavaSource.Method> found(JavaSource source, Class<?> type, String method) {
        List<JavaSource.Method> found = source.methods(method);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("method must be written in " + type.getSimpleName() + ", got " + method
                    + "; there are " + String.join(", ", source.methodNames()));
        }
        return found;
    }

    private static String signatures(List<JavaSource.Method> methods) {
        return methods.stream()
                .map(method -> "(" + String.join(", ", method.parameterTypes()) + ")")
                .collect(Collectors.joining(" and "));
    }

    @Override
    public String toString() {
        return "// " + title + "\n" + code;
    }

    @Override
    public Rendered rendered() {
        String html = Html.element("div", "font-size:85%;opacity:.7", title)
                + "<pre style=\"font-family:monospace;margin:2px 0;padding:6px 10px;border-left:3px solid " + Html.RULE
                + ";background:none;line-height:1.35;overflow-x:auto\">" + Highlight.html(code) + "</pre>";
        return Rendered.html(Html.block(html), toString());
    }
}
