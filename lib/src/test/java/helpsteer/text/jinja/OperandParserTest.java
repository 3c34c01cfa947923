package helpsteer.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.text.jinja.Lexer.Kind;
import helpsteer.text.jinja.value.Callable;
import helpsteer.text.jinja.value.JinjaException;
import helpsteer.text.jinja.value.None;
import helpsteer.text.jinja.value.Text;
import helpsteer.text.jinja.value.Tuple;
import helpsteer.text.jinja.value.Undefined;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperandParserTest {
    private static final Map<String, Object> VARIABLES = Map.of(
            "n",
            2L,
            "l",
            List.of(1L, Text.of("two"), List.of(3L)),
            "d",
            Map.of("a", Map.of("b", 5L), "items", 6L),
            "arguments",
            (Callable) args -> Text.of(args.callee() + args.positional() + args.named()));

    private static Object value(String source) {
        Tokens tokens = new Tokens(Lexer.tokens("{{ " + source + " }}"));
        tokens.expect(Kind.OPEN_VALUE);
        OperandParser operands = new OperandParser(tokens, new ExpressionParser(tokens));
        Expression expression = operands.filtered(operands.operand());
        tokens.expect(Kind.CLOSE_VALUE);
        return expression.in(new Scope(VARIABLES, new IdentityHashMap<>()));
    }

    @Test
    void operand_literals_areTheirValues() {
        assertThat(List.of(value("true"), value("True"), value("false"), value("none"), value("None")))
                .containsExactly(true, true, false, None.NONE, None.NONE);
        assertThat(value("012")).isEqualTo(12L);
        assertThat(value("1.50")).isEqualTo(1.5);
        assertThat(value("'a' \"b\" 'c'")).isEqualTo(Text.of("abc"));
        assertThat(value("[]")).isEqualTo(List.of());
        assertThat(value("[1, [2], ]")).isEqualTo(List.of(1L, List.of(2L)));
        assertThat(value("()")).isEqualTo(new Tuple(List.of()));
        assertThat(value("(1)")).isEqualTo(1L);
        assertThat(value("(1,)")).isInstanceOf(Tuple.class).isEqualTo(List.of(1L));
        assertThat(value("(1, 2,)")).isInstanceOf(Tuple.class).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void operand_dict_keepsOrderAndTakesTheLastOfEqualKeys() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("b", 3L);
        expected.put("a", 2L);
        Object dict = value("{'b': 1, 'a': n, 'b': 3,}");
        assertThat(dict).isEqualTo(expected);
        assertThat(((Map<?, ?>) dict).keySet().toString()).isEqualTo("[b, a]");
        assertThat(value("{}")).isEqualTo(Map.of());
        assertThatThrownBy(() -> value("{1: 2}")).hasMessage("a dict must have texts as keys, got an integer");
    }

    /** A dict's methods win over its keys as attributes, its keys win as members. */
    @Test
    void postfix_attributesMembersAndCalls_areReadFromLeftToRight() {
        assertThat(value("d.a.b")).isEqualTo(5L);
        assertThat(value("d['a']['b']")).isEqualTo(5L);
        assertThat(value("l.1[0]")).isEqualTo(Text.of("t"));
        assertThat(value("l[-1].0")).isEqualTo(3L);
        assertThat(value("d.a.items()|list")).isEqualTo(List.of(new Tuple(List.of(Text.of("b"), 5L))));
        assertThat(value("d['items']")).isEqualTo(6L);
        assertThat(value("d.items")).isInstanceOf(Callable.class);
        assertThat(value("l[n - 1].upper().lower()")).isEqualTo(Text.of("two"));
    }

    @Test
    void subscript_slices_leaveOutWhatIsNotGiven() {
        assertThat(value("'abcde'[1:]")).isEqualTo(Text.of("bcde"));
        assertThat(value("'abcde'[:-1]")).isEqualTo(Text.of("abcd"));
        assertThat(value("'abcde'[::n]")).isEqualTo(Text.of("ace"));
        assertThat(value("'abcde'[3:0:-1]")).isEqualTo(Text.of("dcb"));
        assertThat(value("'abcde'[:]")).isEqualTo(Text.of("abcde"));
        assertThat(value("'abcde'[1:4:]")).isEqualTo(Text.of("bcd"));
    }

    @Test
    void call_positionalAndNamedArguments_areHandedOver() {
        assertThat(value("arguments(1, n, x='a', y=[])")).isEqualTo(Text.of("a function[1, 2]{x=a, y=[]}"));
        assertThat(value("arguments()")).isEqualTo(Text.of("a function[]{}"));
        assertThat(value("(arguments)(3,)")).isEqualTo(Text.of("a function[3]{}"));
    }

    @Test
    void filtered_filtersAndTests_followEachOther() {
        assertThat(value("l|length")).isEqualTo(3L);
        assertThat(value("l|join('-')|upper is string")).isEqualTo(true);
        assertThat(value("n is divisibleby 2")).isEqualTo(true);
        assertThat(value("n is divisibleby(2)")).isEqualTo(true);
        assertThat(value("n is not divisibleby 2")).isEqualTo(false);
        assertThat(value("n is in [1, 2]")).isEqualTo(true);
        assertThat(value("missing|default(n)")).isEqualTo(2L);
        assertThat(value("d.x|default(n)|string")).isEqualTo(Text.of("2"));
    }

    @Test
    void value_missingName_isUndefinedAndRefusedOnceAskedOf() {
        assertThat(value("missing")).isEqualTo(new Undefined("missing"));
        assertThat(value("l[9]")).isEqualTo(new Undefined("member 9 of a list"));
        refused("missing.x", "missing must be defined, got nothing of that name");
        refused("missing()", "missing must be defined, got nothing of that name");
        refused("d.none()", "attribute none of a dict must be defined, got nothing of that name");
        refused("n()", "a call must be of a function, got an integer");
        refused("'a'.count('a', 1)", "count must get at most 1 arguments, got 2");
    }

    @Test
    void operand_wrongSyntax_isRefusedWithTheLine() {
        refused("(1 2)", "template line 1: here must stand \",\", got \"2\"");
        refused("[1; 2]", "template line 1: a tag must hold names, numbers, texts and operators, got \";\"");
        refused("{'a' 1}", "template line 1: here must stand \":\", got \"1\"");
        refused("l.'a'", "template line 1: here must stand a name, got \"a\"");
        refused("l[1 2]", "template line 1: here must stand \":\", got \"2\"");
        refused("l|", "template line 1: here must stand a name, got }}");
        refused("l is", "template line 1: here must stand a name, got }}");
        refused("", "template line 1: here must stand a value, got the end of the tag");
    }

    private static void refused(String source, String message) {
        assertThatThrownBy(() -> value(source))
                .as(source)
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }
}
