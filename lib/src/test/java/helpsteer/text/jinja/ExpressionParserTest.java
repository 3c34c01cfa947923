package helpsteer.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.text.jinja.Lexer.Kind;
import helpsteer.text.jinja.value.JinjaException;
import helpsteer.text.jinja.value.Text;
import helpsteer.text.jinja.value.Tuple;
import helpsteer.text.jinja.value.Undefined;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpressionParserTest {
    private static Object value(String source) {
        Tokens tokens = new Tokens(Lexer.tokens("{{ " + source + " }}"));
        tokens.expect(Kind.OPEN_VALUE);
        Expression expression = new ExpressionParser(tokens).tuple();
        tokens.expect(Kind.CLOSE_VALUE);
        return expression.in(new Scope(Map.of("n", 3L, "t", Text.of("ab")), new IdentityHashMap<>()));
    }

    /** A sum of products, written without brackets, and its value by hand. */
    @Test
    void expression_randomSumsOfProducts_bindAsInArithmetic() {
        for (long seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder source = new StringBuilder();
            long sum = 0;
            for (int term = random.nextInt(1, 5); term > 0; term--) {
                boolean minus = source.length() > 0 && random.nextBoolean();
                long product = random.nextInt(1, 9);
                source.append(source.length() == 0 ? "" : minus ? " - " : "+").append(product);
                for (int factor = random.nextInt(3); factor > 0; factor--) {
                    long next = random.nextInt(1, 9);
                    String operator = List.of("*", "//", "%").get(random.nextInt(3));
                    source.append(' ').append(operator).append(' ').append(next);
                    product = operator.equals("*")
                            ? product * next
                            : operator.equals("%") ? product % next : product / next;
                }
                sum += minus ? -product : product;
            }
            assertThat(value(source.toString())).as(source.toString()).isEqualTo(sum);
        }
    }

    @Test
    void expression_precedence_isJinjas() {
        assertThat(value("'1' + 2 ~ 3 * 2")).isEqualTo(Text.of("126"));
        assertThat(value("1 - 2 - 3")).isEqualTo(-4L);
        assertThat(value("not 1 == 2")).isEqualTo(true);
        assertThat(value("not not n")).isEqualTo(true);
        assertThat(value("0 or 1 and 2")).isEqualTo(2L);
        assertThat(value("1 or missing.x")).isEqualTo(1L);
        assertThat(value("0 and missing.x")).isEqualTo(0L);
        assertThat(value("-n|string")).isEqualTo(Text.of("-3"));
        assertThat(value("- -n")).isEqualTo(3L);
        assertThat(value("+n - -n")).isEqualTo(6L);
        assertThat(value("'a' in t and 'c' not in t")).isEqualTo(true);
        assertThat(value("not 'a' in t")).isEqualTo(false);
    }

    /** {@code a < b < c} compares neighbours and looks at each operand once. */
    @Test
    void comparison_chain_holdsWhereEveryNeighboursDo() {
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(value(a + " < " + b + " <= " + c + " != " + a)).isEqualTo(a < b && b <= c && c != a);
                }
            }
        }
        assertThat(value("2 < 1 < missing.x")).isEqualTo(false);
    }

    @Test
    void expression_condition_choosesAndMayLeaveNothing() {
        assertThat(value("1 if n == 3 else missing.x")).isEqualTo(1L);
        assertThat(value("missing.x if n == 4 else 2")).isEqualTo(2L);
        assertThat(value("1 if false else 2 if false else 3")).isEqualTo(3L);
        assertThat(value("1 if false")).isEqualTo(new Undefined("an \"if\" without \"else\""));
    }

    @Test
    void tuple_commas_makeATupleAndALastOneIsNothing() {
        assertThat(value("1, 'x',")).isInstanceOf(Tuple.class).isEqualTo(List.of(1L, Text.of("x")));
        assertThat(value("1,")).isEqualTo(new Tuple(List.of(1L)));
        assertThat(value("1")).isEqualTo(1L);
    }

    @Test
    void expression_wrongSyntax_isRefusedByWhatStandsThere() {
        for (String[] row : new String[][] {
            {"1 +", "template line 1: here must stand a value, got the end of the tag"},
            {"* 2", "template line 1: here must stand a value, got \"*\""},
            {"2 ** 3", "template line 1: here must stand an operator known here, got \"**\""},
            {"1 if 2 else", "template line 1: here must stand a value, got the end of the tag"},
            {"n = 2", "template line 1: here must stand }}, got \"=\""},
            {"not in t", "template line 1: here must stand }}, got \"t\""},
        }) {
            assertThatThrownBy(() -> value(row[0]))
                    .as(row[0])
                    .isInstanceOf(JinjaException.class)
                    .hasMessage(row[1]);
        }
    }
}
