package helpsteer.text.jinja;

import helpsteer.text.jinja.value.Callable;
import helpsteer.text.jinja.value.JinjaException;
import helpsteer.text.jinja.value.None;
import helpsteer.text.jinja.value.Text;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A template that has been read, as Jinja 3.1 reads it with trim_blocks, lstrip_blocks, loop controls and the
 * {@code generation} blocks of transformers.
 *
 * <p>It can reach the values given and nothing else: no Java method, no file, no clock, no change of a list or map.
 * A variable's value is a {@link Text}, Boolean, Long, Double, {@link None}, {@link Callable}, a List or a Map from
 * String of these.
 */
public final class Template {
    private final Statement body;

    private Template(Statement body) {
        this.body = body;
    }

    /**
     * Reads a template.
     *
     * @throws JinjaException where it cannot be read, or names a statement, filter or test that is not known
     */
    public static Template parse(String source) {
        return new Template(new Parser(Lexer.tokens(source)).template());
    }

    /**
     * Renders.
     *
     * @param variables by name
     * @param turns items of a list in the variables; what a loop writes in the round of one is marked by its position
     * @throws JinjaException where the template cannot be evaluated or refuses what it was given
     */
    public Text render(Map<String, Object> variables, List<? extends Map<String, Object>> turns) {
        IdentityHashMap<Object, Integer> positions = new IdentityHashMap<>();
        for (int i = 0; i < turns.size(); i++) {
            positions.put(turns.get(i), i);
        }
        Text.Builder out = new Text.Builder();
        body.run(new Scope(variables, positions), out);
        return out.text();
    }
}
