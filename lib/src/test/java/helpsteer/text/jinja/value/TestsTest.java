package helpsteer.text.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestsTest {
    private static final Map<String, Object> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("text", Text.of("a"));
        VALUES.put("int", 2L);
        VALUES.put("float", 0.5);
        VALUES.put("true", true);
        VALUES.put("false", false);
        VALUES.put("none", None.NONE);
        VALUES.put("undefined", new Undefined("x"));
        VALUES.put("list", List.of());
        VALUES.put("dict", Map.of());
        VALUES.put("function", Globals.ALL.get("range"));
    }

    private static boolean holds(String test, Object... arguments) {
        return Tests.named(test).test(new Args(test, List.of(arguments), Map.of()));
    }

    /** For which of the values each test holds, as jinja2 3.1.6 says by {{ x is number }} and so on. */
    @Test
    void named_testsOfType_holdForWhatJinja2SaysTheyHold() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("defined", "text int float true false none list dict function");
        expected.put("undefined", "undefined");
        expected.put("none", "none");
        expected.put("string", "text");
        expected.put("mapping", "dict");
        expected.put("sequence", "text undefined list dict");
        expected.put("iterable", "text undefined list dict");
        expected.put("boolean", "true false");
        expected.put("true", "true");
        expected.put("false", "false");
        expected.put("number", "int float true false");
        expected.put("integer", "int");
        expected.put("float", "float");
        expected.put("callable", "function");
        expected.forEach((test, names) -> {
            List<String> found = new ArrayList<>();
            VALUES.forEach((name, value) -> {
                if (holds(test, value)) {
                    found.add(name);
                }
            });
            assertThat(String.join(" ", found)).as(test).isEqualTo(names);
        });
    }

    @Test
    void named_testsOfNumbers_takeEveryKindOfNumber() {
        assertThat(List.of(holds("even", 0L), holds("even", -3L), holds("odd", -3L), holds("odd", true)))
                .containsExactly(true, false, true, true);
        assertThat(holds("even", 1.5) || holds("odd", 1.5)).isFalse();
        for (long number = -12; number <= 12; number++) {
            for (long divisor = 1; divisor < 6; divisor++) {
                assertThat(holds("divisibleby", number, divisor)).isEqualTo(number % divisor == 0);
                assertThat(holds("divisibleby", number, -divisor)).isEqualTo(number % divisor == 0);
            }
        }
        assertThat(holds("divisibleby", 4.5, 1.5)).isTrue();
        assertThatThrownBy(() -> holds("divisibleby", 1L, 0L))
                .isInstanceOf(JinjaException.class)
                .hasMessage("a divisor must not be 0, got 0");
        assertThatThrownBy(() -> holds("even", Text.of("a")))
                .isInstanceOf(JinjaException.class)
                .hasMessage("\"%\" must get two numbers, texts or lists, got a text and an integer");
    }

    @Test
    void named_testsOfTwo_areTheOperators() {
        for (long a = 0; a < 3; a++) {
            for (long b = 0; b < 3; b++) {
                assertThat(List.of(
                                holds("eq", a, b),
                                holds("equalto", a, b),
                                holds("ne", a, b),
                                holds("lt", a, b),
                                holds("le", a, b),
                                holds("gt", a, b),
                                holds("ge", a, b),
                                holds("in", a, List.of(b))))
                        .containsExactly(a == b, a == b, a != b, a < b, a <= b, a > b, a >= b, a == b);
            }
        }
        assertThat(Tests.OF_TWO).allSatisfy(test -> assertThatThrownBy(() -> holds(test, 1L))
                .isInstanceOf(JinjaException.class)
                .hasMessageMatching(test + " must get an argument (other|num), got none"));
    }

    @Test
    void named_unknownTest_isRefusedByName() {
        assertThatThrownBy(() -> Tests.named("evn"))
                .isInstanceOf(JinjaException.class)
                .hasMessageStartingWith("a test must be one of boolean, callable, defined, ")
                .hasMessageEndingWith(", true, undefined, got evn");
    }
}
