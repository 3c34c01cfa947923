package helpsteer.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.text.jinja.value.JinjaException;
import helpsteer.text.jinja.value.Text;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParserTest {
    private static String render(String template) {
        return render(template, Map.of());
    }

    private static String render(String template, Map<String, Object> variables) {
        Statement body = new Parser(Lexer.tokens(template)).template();
        Text.Builder out = new Text.Builder();
        body.run(new Scope(variables, new IdentityHashMap<>()), out);
        return out.text().toString();
    }

    private static void refused(String template, String message) {
        assertThatThrownBy(() -> render(template))
                .as(template)
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }

    @Test
    void if_branches_takeTheFirstThatHolds() {
        String template = "{% if x == 1 %}a{% elif x == 2 %}b{% elif x == 3 %}c{% else %}d{% endif %}";
        List<String> found = new ArrayList<>();
        for (long x = 1; x <= 4; x++) {
            found.add(render(template, Map.of("x", x)));
        }
        assertThat(found).containsExactly("a", "b", "c", "d");
        assertThat(render("{% if false %}a{% endif %}")).isEmpty();
        assertThat(render("{% if false %}{{ missing.x }}{% else %}b{% endif %}"))
                .isEqualTo("b");
    }

    @Test
    void for_filterBreakAndContinue_goOnAsPythonDoes() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            if (i % 2 == 0) {
                continue;
            }
            if (i == 3) {
                continue;
            }
            if (i > 7) {
                break;
            }
            expected.append(i).append(',');
        }
        assertThat(render("{% for i in range(10) if i is odd %}{% if i == 3 %}{% continue %}{% elif i > 7 %}{% break %}"
                        + "{% endif %}{{ i }},{% endfor %}"))
                .isEqualTo(expected.toString());
    }

    /** A break in an inner loop leaves the inner loop only. */
    @Test
    void for_nestedBreak_leavesTheInnerLoopOnly() {
        assertThat(render(
                        "{% for i in [1, 2] %}{% for j in [1, 2, 3] %}{% if j == 2 %}{% break %}{% endif %}{{ i }}{{ j }} "
                                + "{% endfor %}{{ loop.index }};{% endfor %}"))
                .isEqualTo("11 1;21 2;");
    }

    /** The loop's variable counts what the condition left; its else runs where nothing is left. */
    @Test
    void for_condition_decidesBeforeTheFirstRound() {
        assertThat(
                        render(
                                "{% for i in range(6) if i > 2 %}{{ loop.index }}/{{ loop.length }}:{{ loop.previtem }} {% endfor %}"))
                .isEqualTo("1/3: 2/3:3 3/3:4 ");
        assertThat(render("{% for i in [1] if i > 2 %}a{% else %}b{% endfor %}"))
                .isEqualTo("b");
        assertThat(render("{% for i in [1] %}{% break %}{% else %}b{% endfor %}"))
                .isEmpty();
    }

    /** In Jinja the names set in a round, in a loop's else or in a macro end there; those of an if do not. */
    @Test
    void set_withinABlock_endsWithLoopsElsesAndMacrosOnly() {
        assertThat(render("{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{% endfor %}{{ x }}"))
                .isEqualTo("1");
        assertThat(render("{% set x = 1 %}{% for i in [] %}{% else %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}"))
                .isEqualTo("21");
        assertThat(render("{% set x = 1 %}{% macro m() %}{% set x = 2 %}{% endmacro %}{{ m() }}{{ x }}"))
                .isEqualTo("1");
        assertThat(render("{% set x = 1 %}{% set y %}{% set x = 2 %}{% endset %}{{ x }}"))
                .isEqualTo("1");
        assertThat(render("{% set x = 1 %}{% if true %}{% set x = 2 %}{% endif %}{{ x }}"))
                .isEqualTo("2");
        assertThat(render("{% set n = namespace(x=1) %}{% for i in [1] %}{% set n.x = 2 %}{% endfor %}{{ n.x }}"))
                .isEqualTo("2");
    }

    @Test
    void set_severalNames_takeOneValueEach() {
        assertThat(render("{% set a, b = 'xy' %}{{ b }}{{ a }}")).isEqualTo("yx");
        assertThat(render("{% set (a, b) = [1, (2, 3)] %}{{ a }}{{ b }}")).isEqualTo("1(2, 3)");
        assertThat(render("{% for k, (v) in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}".replace("(v)", "v")))
                .isEqualTo("a1");
        refused(
                "{% set a, b = [1, 2, 3] %}",
                "template line 1: an assignment to 2 names must get as many values, got 3");
        refused(
                "{% set a, b = 1 %}",
                "template line 1: an assignment to several names must get something with members, got an integer");
    }

    @Test
    void macro_defaultsSeeEarlierArgumentsAndMissingOnesAreUndefined() {
        String macro = "{% macro m(a, b=a ~ '!', c='z') %}{{ a }}|{{ b }}|{{ c }}{% endmacro %}";
        assertThat(render(macro + "{{ m(1) }} {{ m(1, c=2) }} {{ m(b=3) }}")).isEqualTo("1|1!|z 1|1!|2 |3|z");
        refused(macro + "{{ m(1, 2, 3, 4) }}", "template line 1: a function must get at most 3 arguments, got 4");
        refused(macro + "{{ m(d=1) }}", "template line 1: a function must get arguments it knows, got d");
        assertThat(render("{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}"))
                .isEqualTo("3210");
    }

    @Test
    void statement_wrongSyntax_isRefusedWithItsLine() {
        refused("{% for in [1] %}{% endfor %}", "template line 1: here must stand \"in\", got \"[\"");
        refused("{% for x of [1] %}{% endfor %}", "template line 1: here must stand \"in\", got \"of\"");
        refused(
                "\n{% endif %}",
                "template line 2: a statement must be if, for, set, macro, generation, break, continue or"
                        + " raw, got endif");
        refused(
                "{% if 1 %}{% endfor %}",
                "template line 1: a statement must be if, for, set, macro, generation, break,"
                        + " continue or raw, got endfor");
        refused(
                "{% for x in [1] %}\n\na",
                "template line 3: here must stand {% endfor %}, got the end of the template");
        refused("{% set x %}a", "template line 1: here must stand {% endset %}, got the end of the template");
        refused("{% macro m(a b) %}{% endmacro %}", "template line 1: here must stand \",\", got \"b\"");
        refused("{% set 1 = 2 %}", "template line 1: here must stand a name, got \"1\"");
        refused("{% %}", "template line 1: here must stand a name, got %}");
        refused("{% if 1 %}a{% endif x %}", "template line 1: here must stand %}, got \"x\"");
    }

    /** An error deep in nested blocks names the line of the innermost statement. */
    @Test
    void run_errorWithinBlocks_namesTheInnermostLine() {
        refused(
                "{% for x in [1] %}\n{% if true %}\n{{ x.y.z }}\n{% endif %}\n{% endfor %}",
                "template line 3: attribute y of an integer must be defined, got nothing of that name");
        refused(
                "{% macro m() %}\n\n{{ 1 // 0 }}{% endmacro %}\n{{ m() }}",
                "template line 3: a divisor must not be 0, got 0");
    }
}
