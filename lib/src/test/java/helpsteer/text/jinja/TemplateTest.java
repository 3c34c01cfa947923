package helpsteer.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.text.TextGoldens;
import helpsteer.text.jinja.value.JinjaException;
import helpsteer.text.jinja.value.None;
import helpsteer.text.jinja.value.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TemplateTest {
    private static final JsonNode CHATS = TextGoldens.json("chats.json");

    private static Object value(JsonNode json) {
        if (json.isTextual()) {
            return Text.of(json.asText());
        } else if (json.isBoolean()) {
            return json.asBoolean();
        } else if (json.isNumber()) {
            return json.asLong();
        } else if (json.isArray()) {
            List<Object> out = new ArrayList<>();
            json.forEach(x -> out.add(value(x)));
            return out;
        } else if (json.isObject()) {
            Map<String, Object> out = new LinkedHashMap<>();
            json.fieldNames().forEachRemaining(k -> out.put(k, value(json.get(k))));
            return out;
        }
        return None.NONE;
    }

    private static String render(String template) {
        return render(
                template,
                Map.of(
                        "messages", value(CHATS.get("conversations").get("five turns")),
                        "tools", value(CHATS.get("tools")),
                        "text", Text.of(" Abé c🙂\n"),
                        "bos_token", Text.of("<s>")));
    }

    private static String render(String template, Map<String, Object> variables) {
        return Template.parse(template).render(variables, List.of()).toString();
    }

    /** What jinja2 prints, ours prints; what jinja2 refuses, ours refuses. */
    @TestFactory
    Stream<DynamicTest> render_expressionsAndStatements_equalsJinja2() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : TextGoldens.json("expressions.json").get("rows")) {
            String template = row.get("template").asText();
            tests.add(DynamicTest.dynamicTest(template, () -> {
                if (row.has("error")) {
                    assertThatThrownBy(() -> render(template))
                            .as(row.get("error").asText())
                            .isInstanceOf(JinjaException.class);
                } else {
                    assertThat(render(template)).isEqualTo(row.get("text").asText());
                }
            }));
        }
        assertThat(tests).hasSizeGreaterThan(70);
        return tests.stream();
    }

    @Test
    void render_toolsBranchOfTwoModels_equalsTransformers() {
        int compared = 0;
        for (JsonNode row : CHATS.get("rows")) {
            if (!row.get("conversation").asText().equals("tools")) {
                continue;
            }
            assertThat(render(
                            TextGoldens.template(row.get("template").asText()),
                            Map.of("messages", value(CHATS.get("calls")), "tools", value(CHATS.get("tools")))))
                    .isEqualTo(row.get("text").asText());
            compared++;
        }
        assertThat(compared).isEqualTo(2);
    }

    private static void refused(String template, String message) {
        assertThatThrownBy(() -> render(template))
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }

    @Test
    void parse_whatIsNotKnown_isRefusedByName() {
        refused(
                "a\n{% include 'x' %}",
                "template line 2: a statement must be if, for, set, macro, generation, break, continue or raw, got include");
        refused(
                "{{ messages | tojsn }}",
                "template line 1: a filter must be one of capitalize, count, d, default, dictsort, first, indent, int,"
                        + " items, join, last, length, list, lower, map, reject, rejectattr, replace, reverse, safe,"
                        + " select, selectattr, string, title, tojson, trim, upper, got tojsn");
        refused(
                "\n\n{% if x is nice %}{% endif %}",
                "template line 3: a test must be one of boolean, callable, defined, divisibleby, eq, equalto, even,"
                        + " false, float, ge, gt, in, integer, iterable, le, lt, mapping, ne, none, number, odd,"
                        + " sequence, string, true, undefined, got nice");
        refused("{{ 2 ** 3 }}", "template line 1: here must stand an operator known here, got \"**\"");
        refused(
                "{{ loop }}{% for x in [1] %}{{ loop.depth }}{% endfor %}",
                "template line 1: loop.depth must be an attribute known here, got another");
        refused("{% break %}", "template line 1: break must stand in a loop, got none around it");
        refused(
                "{% for x in [1] %}{% macro m() %}{% continue %}{% endmacro %}{% endfor %}",
                "template line 1: continue must stand in a loop, got none around it");
        refused("{% if true %}\n{{ 1 }}", "template line 2: here must stand {% endif %}, got the end of the template");
        refused("{{ (1, 2 }}", "template line 1: a tag must be closed, got the end of the template");
        refused("{{ 1 2 }}", "template line 1: here must stand }}, got \"2\"");
        refused("{{ '\\xz1' }}", "template line 1: an escape must have 2 hexadecimal digits, got \"z1\"");
        refused(
                "{{ 12345678901234567890 }}",
                "template line 1: a number must have at most 18 digits, got 12345678901234567890");
        refused(
                "{{ [] | tojson(indent=1000) }}",
                "template line 1: tojson must get as indent a number within 0 to 100, got 1000");
        refused("{{ a § }}", "template line 1: a tag must hold names, numbers, texts and operators, got \"§\"");
    }

    @Test
    void render_wrongUse_isRefusedWithTheLine() {
        refused(
                "x\n{{ raise_exception('only users') }}",
                "template line 2: the conversation must suit the template, got its refusal: only users");
        refused("{{ nothing.x }}", "template line 1: nothing must be defined, got nothing of that name");
        refused(
                "{{ 'a'.format(1) }}",
                "template line 1: attribute format of a text must be defined, got nothing of that name");
        refused("{{ 'a'.strip(1, 2) }}", "template line 1: strip must get at most 1 arguments, got 2");
        refused("{{ tools | tojson(ident=2) }}", "template line 1: tojson must get arguments it knows, got ident");
        refused(
                "{{ 'a' + 1 }}",
                "template line 1: \"+\" must get two numbers, texts or lists, got a text and an integer");
        refused(
                "{{ messages.append(1) }}",
                "template line 1: a template must not change what it is given, got a call of list.append");
        refused(
                "{% set x = 1 %}{% set x.y = 2 %}",
                "template line 1: only a namespace's attributes must be set, got an integer");
        refused(
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "template line 1: macros must end, got a call without end");
        refused("{{ range(1000000) | length }}", "template line 1: range must give at most 100000 numbers, got more");
        refused("{{ 1e9 }}", "template line 1: a tag must hold names, numbers, texts and operators, got \"1\"");
        refused(
                "{{ 10000000.0 * 10 }}",
                "template line 1: print must get a float within 0.001 and 10000000, got 1.0E8");
        refused("{% set a, b = [1] %}", "template line 1: an assignment to 2 names must get as many values, got 1");
        refused(
                "{{ messages }}{{ range }}",
                "template line 1: a printed value must be a text, number, list or dict, got a function");
    }

    /** A broken template is read or refused in words; nothing else may come out of it. */
    @Test
    void render_randomlyBrokenTemplates_areReadOrRefused() {
        String pieces = "{}%#-+'\"\\()[].,|~*/ \n09x=:<>";
        for (long seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> names = List.of("smollm2", "llama3", "llama2", "qwen2.5", "qwen3", "chatml-generation");
            StringBuilder source = new StringBuilder(TextGoldens.template(names.get(random.nextInt(names.size()))));
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                int at = random.nextInt(source.length());
                source.replace(
                        at,
                        Math.min(source.length(), at + random.nextInt(4)),
                        String.valueOf(pieces.charAt(random.nextInt(pieces.length()))));
            }
            try {
                assertThat(render(source.toString())).isNotNull();
            } catch (JinjaException e) {
                assertThat(e).as("seed " + seed).hasMessageMatching("(?s)template line \\d+: .+, got .+");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + source, e);
            }
        }
    }

    /** Whatever a template does with a turn's text, each char that is left still knows its turn. */
    @Test
    void render_textThatIsMoved_keepsItsMarks() {
        List<Map<String, Object>> messages = List.of(
                Map.of("content", Text.content("  one, <b>TWO</b> ", 0)),
                Map.of("content", Text.content("3 \"four\"\n", 1)));
        String template = "{% macro wrap(x) %}[{{ x }}]{% endmacro %}{% for m in messages %}"
                + "{% set y %}{{ m.content.strip().replace('<b>', 'a').split('</b>')[0] }}{% endset %}"
                + "{{ wrap(y|lower) }}{{ m.content[2:4] ~ m.content|tojson }}{{ (m.content|trim).split() | join('.') }}"
                + "{% endfor %}{{ messages[0].content[::-1] }}";
        Text text = Template.parse(template).render(Map.of("messages", messages), messages);
        StringBuilder owners = new StringBuilder();
        StringBuilder during = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            owners.append(text.contentTurn(i) < 0 ? "-" : text.contentTurn(i));
            during.append(text.writtenDuring(i) < 0 ? "-" : text.writtenDuring(i));
        }
        assertThat(text.toString())
                .isEqualTo("[one, atwo]" + "on" + "\"  one, <b>TWO</b> \"" + "one,.<b>TWO</b>" + "[3 \"four\"]" + "\"f"
                        + "\"3 \\\"four\\\"\\n\"" + "3.\"four\"" + " >b/<OWT>b< ,eno  ");
        assertThat(owners.toString())
                .isEqualTo("-00000-000-" + "00" + "-" + "0".repeat(18) + "-" + "0000-0000000000" + "-11111111-" + "11"
                        + "-" + "1".repeat(12) + "-" + "1-111111" + "0".repeat(18));
        assertThat(during.toString()).isEqualTo("0".repeat(48) + "1".repeat(34) + "-".repeat(18));
    }

    @Test
    void render_generationBlock_marksWhatIsWithin() {
        Text text = Template.parse("a{% generation %}b{{ 'c' }}{% endgeneration %}d")
                .render(Map.of(), List.of());
        StringBuilder marks = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            marks.append(text.generated(i) ? 1 : 0);
        }
        assertThat(text + " " + marks).isEqualTo("abcd 0110");
    }

    @Test
    void text_turnOutOfRange_isRefused() {
        assertThatThrownBy(() -> Text.content("a", 32767))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("turn must be within 0 to 32766, got 32767");
        assertThat(Text.content("ab", 32766).during(32766).contentTurn(1)).isEqualTo(32766);
        assertThat(Text.content("ab", 3))
                .isEqualTo(Text.of("ab"))
                .hasSameHashCodeAs(Text.of("ab"))
                .isNotEqualTo("ab");
    }
}
