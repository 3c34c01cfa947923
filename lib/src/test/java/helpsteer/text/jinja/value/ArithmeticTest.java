package helpsteer.text.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
    private static Object apply(String operator, Object a, Object b) {
        return Arithmetic.apply(operator, a, b);
    }

    private static void refused(String operator, Object a, Object b, String message) {
        assertThatThrownBy(() -> apply(operator, a, b))
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }

    @Test
    void apply_integers_stayIntegersButForTheSlash() {
        assertThat(apply("+", 2L, 3L)).isEqualTo(5L);
        assertThat(apply("-", 2L, 3L)).isEqualTo(-1L);
        assertThat(apply("*", 2L, true)).isEqualTo(2L);
        assertThat(apply("/", 6L, 3L)).isEqualTo(2.0);
        assertThat(apply("+", 1L, 0.5)).isEqualTo(1.5);
        assertThat(apply("//", 7.0, 2L)).isEqualTo(3.0);
    }

    /** Quotient and remainder fit together, and the remainder has the divisor's sign, as in Python. */
    @Test
    void apply_randomNumbers_quotientTimesDivisorAndRemainderIsTheDividend() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            long a = random.nextLong(-1000, 1000);
            long b = random.nextLong(-30, 30);
            if (b != 0) {
                long quotient = (long) apply("//", a, b);
                long rest = (long) apply("%", a, b);
                assertThat(quotient * b + rest).isEqualTo(a);
                assertThat(rest == 0 || (rest < 0) == (b < 0)).isTrue();
                assertThat(Math.abs(rest)).isLessThan(Math.abs(b));
                assertThat((double) apply("//", (double) a, b) + 0.0).isEqualTo(quotient + 0.0);
                assertThat((double) apply("%", (double) a, b) + 0.0).isEqualTo(rest + 0.0);
            }
        }
    }

    /** Values of Python 3.11: for a, b in [...]: print(a // b, a % b). */
    @Test
    void apply_floats_equalsPython() {
        double[][] rows = {
            {1, 0.1, 9, 0.09999999999999995},
            {-1, 0.1, -10, 5.551115123125783e-17},
            {5.5, 2, 2, 1.5},
            {-5.5, 2, -3, 0.5},
            {5.5, -2, -3, -0.5},
            {6, -2, -3, -0.0},
            {0.3, 0.1, 2, 0.09999999999999998},
        };
        for (double[] row : rows) {
            assertThat(apply("//", row[0], row[1])).as(row[0] + " // " + row[1]).isEqualTo(row[2]);
            assertThat(apply("%", row[0], row[1])).as(row[0] + " % " + row[1]).isEqualTo(row[3]);
        }
    }

    @Test
    void apply_divisorZero_isRefusedForEveryKindOfNumber() {
        for (String operator : List.of("/", "//", "%")) {
            for (Object zero : new Object[] {0L, 0.0, false}) {
                refused(operator, 1L, zero, "a divisor must not be 0, got 0");
                refused(operator, 1.5, zero, "a divisor must not be 0, got 0");
            }
        }
        assertThat(apply("*", 1.5, 0L)).isEqualTo(0.0);
    }

    @Test
    void apply_integerOverflow_isRefused() {
        refused(
                "+",
                1L << 62,
                1L << 62,
                "4611686018427387904 + 4611686018427387904 must be an integer of 64 bits, got none");
        refused("*", 1L << 62, 2L, "4611686018427387904 * 2 must be an integer of 64 bits, got none");
        refused(
                "-",
                -(1L << 62),
                (1L << 62) + 1024,
                "-4611686018427387904 - 4611686018427388928 must be an integer of 64 bits, got none");
    }

    @Test
    void apply_sequences_areJoinedWithTheirLikeOnly() {
        List<Object> list = List.of(1L);
        Tuple tuple = new Tuple(List.of(2L));
        assertThat(apply("+", list, list)).isEqualTo(List.of(1L, 1L)).isNotInstanceOf(Tuple.class);
        assertThat(apply("+", tuple, tuple)).isInstanceOf(Tuple.class).isEqualTo(List.of(2L, 2L));
        refused("+", list, tuple, "\"+\" must get two numbers, texts or lists, got a list and a list");
        refused("+", tuple, list, "\"+\" must get two numbers, texts or lists, got a list and a list");
        assertThat(apply("+", Text.of("a"), Text.of("b"))).isEqualTo(Text.of("ab"));
        assertThat(apply("*", Text.of("ab"), 3L)).isEqualTo(Text.of("ababab"));
        assertThat(apply("*", Text.of("ab"), 0L)).isEqualTo(Text.of(""));
        refused("*", Text.of("ab"), 10_001L, "\"*\" must get two numbers, texts or lists, got a text and an integer");
        refused("-", Text.of("ab"), Text.of("b"), "\"-\" must get two numbers, texts or lists, got a text and a text");
        refused("+", None.NONE, 1L, "\"+\" must get two numbers, texts or lists, got none and an integer");
    }

    @Test
    void apply_turnsTextRepeated_keepsItsMarks() {
        Text twice = (Text) apply("*", Text.content("ab", 4), 2L);
        assertThat(twice.toString()).isEqualTo("abab");
        assertThat(List.of(twice.contentTurn(0), twice.contentTurn(3))).containsExactly(4, 4);
    }

    @Test
    void compare_numbersTextsAndMembers_followsPython() {
        assertThat(Arithmetic.compare("==", 1L, 1.0)).isTrue();
        assertThat(Arithmetic.compare("==", true, 1L)).isTrue();
        assertThat(Arithmetic.compare("!=", Text.of("1"), 1L)).isTrue();
        assertThat(Arithmetic.compare("<", 1L, 1.5)).isTrue();
        assertThat(Arithmetic.compare(">=", 1.5, 1.5)).isTrue();
        assertThat(Arithmetic.compare("<=", Text.of("a"), Text.of("B"))).isFalse();
        // by code points, where chars would say the opposite
        assertThat(Arithmetic.compare(">", Text.of("\ud83d\ude42"), Text.of("\uffee")))
                .isTrue();
        assertThat(Arithmetic.compare("in", 1.0, List.of(1L))).isTrue();
        assertThat(Arithmetic.compare("not in", Text.of("c"), Text.of("ab"))).isTrue();
        assertThatThrownBy(() -> Arithmetic.compare("<", Text.of("a"), 1L))
                .isInstanceOf(JinjaException.class)
                .hasMessage("an order must be asked of two numbers or two texts, got a text and an integer");
        assertThatThrownBy(() -> Arithmetic.compare("in", 1L, 1L))
                .hasMessage("\"in\" must look into a text, list or dict, got an integer in an integer");
    }
}
