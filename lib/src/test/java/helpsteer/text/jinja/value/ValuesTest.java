package helpsteer.text.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {
    private static Tuple tuple(Object... items) {
        return new Tuple(List.of(items));
    }

    @Test
    void str_nestedValues_printAsPythonPrintsThem() {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("b", tuple());
        dict.put("a'", List.of(1L, 0.5, true, None.NONE, Text.of("x")));
        assertThat(Values.str(dict)).hasToString("{'b': (), \"a'\": [1, 0.5, True, None, 'x']}");
        assertThat(Values.str(tuple(1L))).hasToString("(1,)");
        assertThat(Values.str(tuple(1L, tuple(2L)))).hasToString("(1, (2,))");
        assertThat(Values.str(Map.of())).hasToString("{}");
        assertThat(Values.str(new Undefined("x"))).hasToString("");
        assertThat(Values.str(Text.of("a'b"))).hasToString("a'b");
    }

    /** Python writes floats beyond these bounds with an exponent, as Java does not. */
    @Test
    void str_floatsOfUncommonSize_areRefused() {
        for (double number : new double[] {0, 0.001, 1e7 - 1, -2.5, 123456.75}) {
            assertThat(Values.str(number)).hasToString(Double.toString(number));
        }
        for (double number : new double[] {0.0009, 1e7, -1e20, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Values.str(number))
                    .isInstanceOf(JinjaException.class)
                    .hasMessage("print must get a float within 0.001 and 10000000, got " + number);
        }
    }

    @Test
    void equal_listsTuplesAndDicts_byMembersAndKind() {
        assertThat(Values.equal(List.of(1L, List.of(2L)), List.of(1.0, List.of(2L))))
                .isTrue();
        assertThat(Values.equal(List.of(1L), tuple(1L))).isFalse();
        assertThat(Values.equal(tuple(1L), tuple(1L))).isTrue();
        assertThat(Values.equal(List.of(1L), List.of(1L, 2L))).isFalse();
        assertThat(Values.equal(Map.of("a", 1L), Map.of("a", true))).isTrue();
        assertThat(Values.equal(Map.of("a", 1L), Map.of("b", 1L))).isFalse();
        assertThat(Values.equal(Map.of("a", 1L), Map.of("a", 1L, "b", 2L))).isFalse();
        assertThat(Values.equal(new Undefined("a"), new Undefined("b"))).isTrue();
        assertThat(Values.equal(new Undefined("a"), None.NONE)).isFalse();
        assertThat(Values.equal(0L, Text.of("0"))).isFalse();
    }

    @Test
    void tuple_itsItems_areCopiedAndCannotBeChanged() {
        List<Object> items = new java.util.ArrayList<>(List.of(1L, 2L));
        Tuple tuple = new Tuple(items);
        items.set(0, 9L);
        assertThat(tuple.get(0)).isEqualTo(1L);
        assertThat(tuple.size()).isEqualTo(2);
        assertThatThrownBy(() -> tuple.add(3L)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Values.type(tuple)).isEqualTo("a list");
        assertThat(Values.truth(tuple())).isFalse();
    }

    @Test
    void truth_emptyAndZero_areFalse() {
        for (Object value :
                new Object[] {false, 0L, 0.0, Text.of(""), List.of(), Map.of(), None.NONE, new Undefined("x")}) {
            assertThat(Values.truth(value)).as(value.toString()).isFalse();
        }
        for (Object value : new Object[] {true, -1L, 0.1, Text.of("0"), List.of(0L), Map.of("", 0L)}) {
            assertThat(Values.truth(value)).as(value.toString()).isTrue();
        }
    }

    @Test
    void undefined_error_saysWhatIsMissing() {
        assertThat(new Undefined("messages").error())
                .isInstanceOf(JinjaException.class)
                .hasMessage("messages must be defined, got nothing of that name");
        assertThat(Values.type(new Undefined("a.b"))).isEqualTo("a.b, which is undefined");
    }
}
