package helpsteer.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.text.jinja.Lexer.Kind;
import helpsteer.text.jinja.Lexer.Token;
import helpsteer.text.jinja.value.JinjaException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LexerTest {
    private static List<String> kinds(String template) {
        return Lexer.tokens(template).stream()
                .map(t -> t.kind() + (t.text().isEmpty() ? "" : " " + t.text()))
                .toList();
    }

    private static String data(String template) {
        StringBuilder out = new StringBuilder();
        for (Token token : Lexer.tokens(template)) {
            out.append(token.kind() == Kind.DATA ? token.text() : token.kind() == Kind.NAME ? "<" : "");
        }
        return out.toString();
    }

    @Test
    void tokens_textWithoutTags_isOnePieceWithoutItsLastLineEnd() {
        assertThat(Lexer.tokens("")).containsExactly(new Token(Kind.END, "", 1));
        assertThat(Lexer.tokens("a { b } %\r\nc\rd\n"))
                .containsExactly(new Token(Kind.DATA, "a { b } %\nc\nd", 1), new Token(Kind.END, "", 3));
        assertThat(Lexer.tokens("\n")).containsExactly(new Token(Kind.END, "", 1));
        assertThat(kinds("a\n\n")).containsExactly("DATA a\n", "END");
    }

    @Test
    void tokens_eachKind_isCutWhereItEnds() {
        assertThat(kinds("{{ a_1 12 1.50 'x' \"y\" ** // >= = . }}"))
                .containsExactly(
                        "OPEN_VALUE",
                        "NAME a_1",
                        "INTEGER 12",
                        "DECIMAL 1.50",
                        "STRING x",
                        "STRING y",
                        "OPERATOR **",
                        "OPERATOR //",
                        "OPERATOR >=",
                        "OPERATOR =",
                        "OPERATOR .",
                        "CLOSE_VALUE",
                        "END");
        assertThat(kinds("{{a.0}}"))
                .containsExactly("OPEN_VALUE", "NAME a", "OPERATOR .", "INTEGER 0", "CLOSE_VALUE", "END");
        assertThat(kinds("{%if x%}")).containsExactly("OPEN_BLOCK", "NAME if", "NAME x", "CLOSE_BLOCK", "END");
    }

    /** A closing sign within brackets or a literal closes no tag. */
    @Test
    void tokens_closingSignWithinBracketsOrLiteral_isNoEnd() {
        assertThat(kinds("{{ {'a': {'b': 1}} }}")).endsWith("OPERATOR }", "OPERATOR }", "CLOSE_VALUE", "END");
        assertThat(kinds("{{ '}}' }}")).containsExactly("OPEN_VALUE", "STRING }}", "CLOSE_VALUE", "END");
        assertThat(kinds("{% set x = '%}' %}")).contains("STRING %}");
    }

    @Test
    void tokens_lines_areCountedFromOneAcrossTagsRawAndComments() {
        List<Token> tokens = Lexer.tokens("a\n{{ 'x\ny'\n z }}\n{# c\n\n #}\n{% raw %}\n{% endraw %}\n{{ q }}");
        assertThat(tokens.stream().filter(t -> t.kind() == Kind.NAME))
                .containsExactly(new Token(Kind.NAME, "z", 4), new Token(Kind.NAME, "q", 10));
        assertThat(tokens.stream().filter(t -> t.kind() == Kind.STRING))
                .containsExactly(new Token(Kind.STRING, "x\ny", 2));
    }

    /** trim_blocks takes the line end after a block or comment, lstrip_blocks the blanks before it; values keep both. */
    @Test
    void tokens_whiteSpaceAroundTags_isTakenAsJinjaTakesIt() {
        assertThat(data("  {% x %}\n  b")).isEqualTo("<  b");
        assertThat(data("a  {% x %}\n\nb")).isEqualTo("a  <\nb");
        assertThat(data("  {{ x }}\n  b")).isEqualTo("  <\n  b");
        assertThat(data("  {#+ c +#}\n b")).isEqualTo("  \n b");
        assertThat(data(" \n {%+ x +%}\n b")).isEqualTo(" \n <\n b");
        assertThat(data("a \n\t{%- x -%} \n b")).isEqualTo("a<b");
        assertThat(data("a \u00a0{{- x -}}\u00a0\u2003 b")).isEqualTo("a<b");
        assertThat(data("{% x %}\n  {% x %} {% x %}")).isEqualTo("<< <");
    }

    @Test
    void tokens_raw_keepsTagsAsText() {
        assertThat(kinds("{% raw %}{{ x }} {% if %}{# y #}{% endraw %}"))
                .containsExactly("DATA {{ x }} {% if %}{# y #}", "END");
        assertThat(data(" {%- raw -%}\n {{ y }} \n{%- endraw -%} z")).isEqualTo("{{ y }}z");
        assertThat(data("{% raw %} {{ y }}\n  {% endraw %}\nz")).isEqualTo(" {{ y }}\nz");
    }

    @Test
    void tokens_escapes_areReadAsPythonReadsThem() {
        assertThat(Lexer.tokens("{{ 'a\\tb\\u00e9\\x41\\U0001F642\\'' }}")
                        .get(1)
                        .text())
                .isEqualTo("a\tbéA🙂'");
    }

    @Test
    void tokens_brokenTags_areRefusedWithTheirLine() {
        for (String[] row : new String[][] {
            {"a\n{{ x", "template line 2: a tag must be closed, got the end of the template"},
            {"{# x", "template line 1: a comment must end with #}, got the end of the template"},
            {"\n\n{% raw %}x", "template line 3: raw must end with {% endraw %}, got the end of the template"},
            {"{{ 'x }}", "template line 1: a tag must hold names, numbers, texts and operators, got \"'\""},
            {"{{ 1a }}", "template line 1: a tag must hold names, numbers, texts and operators, got \"1\""},
            {"{{\n'\\u12' }}", "template line 2: an escape must have 4 hexadecimal digits, got \"12\""},
            {
                "{{ 1234567890123456789 }}",
                "template line 1: a number must have at most 18 digits, got 1234567890123456789"
            },
        }) {
            assertThatThrownBy(() -> Lexer.tokens(row[0]))
                    .isInstanceOf(JinjaException.class)
                    .hasMessage(row[1]);
        }
    }

    /** Whatever stands between values, the texts of the tokens are the template without its values. */
    @Test
    void tokens_randomTextAroundValues_keepsEveryChar() {
        String letters = "ab {}%#\n\t'\"é🙂";
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder template = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                int[] points = letters.codePoints().toArray();
                StringBuilder text = new StringBuilder();
                for (int j = random.nextInt(6); j > 0; j--) {
                    text.appendCodePoint(points[random.nextInt(points.length)]);
                }
                String piece = text.toString().replaceAll("\\{[{%#]", "").replaceAll("\\{+$", "");
                template.append(piece.replaceAll("\\{[{%#]", "")).append("{{ x }}");
                expected.append(piece.replaceAll("\\{[{%#]", "")).append("<");
            }
            assertThat(data(template.toString())).as("seed " + seed).isEqualTo(expected.toString());
        }
    }
}
