package helpsteer.text.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiltersTest {
    private static final Undefined NOTHING = new Undefined("x");

    private static Object apply(String filter, Object... arguments) {
        return named(filter, Map.of(), arguments);
    }

    private static Object named(String filter, Map<String, Object> named, Object... arguments) {
        return Filters.named(filter).call(new Args(filter, List.of(arguments), named));
    }

    private static Text text(String text) {
        return Text.of(text);
    }

    private static void refused(String message, String filter, Object... arguments) {
        assertThatThrownBy(() -> apply(filter, arguments))
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }

    /** The pairs of both columns are what jinja2 3.1.6 prints for {{ x|title }} and {{ x.title() }}. */
    @Test
    void title_filter_goesByWhatStandsBetweenWordsAndTheMethodByLetters() {
        String[][] rows = {
            {"it's a day", "It's A Day", "It'S A Day"},
            {"say \"x\"", "Say \"x\"", "Say \"X\""},
            {"a,b-c(d[e{f<g", "A,b-C(D[E{F<G", "A,B-C(D[E{F<G"},
            {"12ab 🙂b", "12ab 🙂b", "12Ab 🙂B"},
            {"ßx ABC", "SSx Abc", "Ssx Abc"},
            {"中a b", "中a B", "中A B"},
            {"ǆx", "Ǆx", "ǅx"},
        };
        for (String[] row : rows) {
            assertThat(apply("title", text(row[0]))).hasToString(row[1]);
            assertThat(Strings.title(text(row[0]), false)).hasToString(row[2]);
        }
    }

    /** A text that grows by its capital letters keeps the marks of each char. */
    @Test
    void title_turnsText_keepsItsMarks() {
        Text title = (Text) apply("title", text("ß").plus(Text.content("ßa", 3)));
        List<Integer> turns = new ArrayList<>();
        for (int i = 0; i < title.length(); i++) {
            turns.add(title.contentTurn(i));
        }
        assertThat(title).hasToString("SSßa");
        assertThat(turns).containsExactly(-1, -1, 3, 3);
    }

    @Test
    void integer_textsAndNumbers_areCutAndOthersAreZero() {
        Object[][] rows = {
            {text("12"), 12L},
            {text(" -7 "), -7L},
            {text("+5"), 5L},
            {text("1.99"), 1L},
            {text("-1.99"), -1L},
            {text("7."), 7L},
            {text("x"), 0L},
            {text(""), 0L},
            {text("1 2"), 0L},
            {2.9, 2L},
            {-2.9, -2L},
            {true, 1L},
            {8L, 8L},
            {None.NONE, 0L},
        };
        for (Object[] row : rows) {
            assertThat(apply("int", row[0])).as(row[0].toString()).isEqualTo(row[1]);
        }
        refused("x must be defined, got nothing of that name", "int", NOTHING);
    }

    @Test
    void otherwise_undefinedOnly_unlessAllThatIsFalseIsMeant() {
        assertThat(apply("default", NOTHING, 1L)).isEqualTo(1L);
        assertThat(apply("d", NOTHING)).isEqualTo(text(""));
        assertThat(apply("default", text(""), 1L)).isEqualTo(text(""));
        assertThat(apply("default", text(""), 1L, true)).isEqualTo(1L);
        assertThat(apply("default", text("a"), 1L, true)).isEqualTo(text("a"));
        assertThat(named("default", Map.of("boolean", true, "default_value", 2L), 0L))
                .isEqualTo(2L);
    }

    @Test
    void join_membersOfEveryKind_arePrinted() {
        assertThat(apply("join", List.of(1L, text("a"), None.NONE), text("-"))).isEqualTo(text("1-a-None"));
        assertThat(apply("join", text("abc"), 1L)).isEqualTo(text("a1b1c"));
        assertThat(named("join", Map.of("d", text("+")), List.of(1L, 2L))).isEqualTo(text("1+2"));
        assertThat(apply("join", NOTHING)).isEqualTo(text(""));
        refused("join must get something with members, got an integer", "join", 1L);
    }

    @Test
    void select_withAndWithoutTest_keepsOrder() {
        List<Object> items = List.of(0L, 1L, 2L, 3L, text(""), text("a"));
        assertThat(apply("select", items)).isEqualTo(List.of(1L, 2L, 3L, text("a")));
        assertThat(apply("reject", items)).isEqualTo(List.of(0L, text("")));
        assertThat(apply("select", items, text("string"))).isEqualTo(List.of(text(""), text("a")));
        assertThat(apply("reject", items.subList(0, 4), text("gt"), 1L)).isEqualTo(List.of(0L, 1L));
        refused(
                "a test must be one of boolean, callable, defined, divisibleby, eq, equalto, even, false, float, ge, gt,"
                        + " in, integer, iterable, le, lt, mapping, ne, none, number, odd, sequence, string, true, undefined, got"
                        + " nice",
                "select",
                items,
                text("nice"));
    }

    @Test
    void selectattr_attributesAndPositions_areTested() {
        List<Object> items = List.of(Map.of("a", 1L), Map.of("a", 0L), Map.of("b", 2L));
        assertThat(apply("selectattr", items, text("a"))).isEqualTo(items.subList(0, 1));
        assertThat(apply("rejectattr", items, text("a"))).isEqualTo(items.subList(1, 3));
        assertThat(apply("selectattr", items, text("a"), text("defined"))).isEqualTo(items.subList(0, 2));
        assertThat(apply("selectattr", items, text("a"), text("eq"), 0L)).isEqualTo(items.subList(1, 2));
        refused("selectattr must get an argument attribute, got none", "selectattr", items);
    }

    @Test
    void map_filterOrAttribute_isAppliedToEach() {
        assertThat(apply("map", List.of(text("a"), text("b")), text("upper"))).isEqualTo(List.of(text("A"), text("B")));
        assertThat(apply("map", List.of(text("aa")), text("replace"), text("a"), text("b"), 1L))
                .isEqualTo(List.of(text("ba")));
        assertThat(named("map", Map.of("attribute", text("k")), List.of(Map.of("k", 1L), Map.of())))
                .isEqualTo(List.of(1L, new Undefined("attribute k of a dict")));
        assertThat(named("map", Map.of("attribute", 0L), List.of(List.of(5L)))).isEqualTo(List.of(5L));
        refused("map must get an argument filter, got none", "map", List.of(1L));
    }

    @Test
    void dictsort_keysWithoutCase_areInOrder() {
        Map<String, Object> dict = new LinkedHashMap<>();
        List.of("b", "A", "c", "B").forEach(k -> dict.put(k, text(k)));
        List<String> keys = new ArrayList<>();
        ((List<?>) apply("dictsort", dict))
                .forEach(pair -> keys.add(((List<?>) pair).get(0).toString()));
        assertThat(keys).containsExactly("A", "b", "B", "c");
        refused("dictsort must get a dict, got a list", "dictsort", List.of());
    }

    @Test
    void indent_lines_allButTheFirstAndTheEmpty() {
        assertThat(apply("indent", text("a\nb\n\nc"))).isEqualTo(text("a\n    b\n\n    c"));
        assertThat(apply("indent", text("a\nb"), 0L)).isEqualTo(text("a\nb"));
        assertThat(named("indent", Map.of("width", 2L), text("\n a"))).isEqualTo(text("\n   a"));
        refused("indent must get as width a number within 0 to 100, got 101", "indent", text("a"), 101L);
    }

    @Test
    void ends_emptyList_areUndefined() {
        assertThat(apply("first", List.of(1L, 2L))).isEqualTo(1L);
        assertThat(apply("last", text("a🙂"))).isEqualTo(text("🙂"));
        assertThat(apply("last", List.of())).isEqualTo(new Undefined("member of an empty list"));
        assertThat(apply("first", NOTHING)).isInstanceOf(Undefined.class);
    }

    @Test
    void length_countsCodePointsAndEntries() {
        assertThat(apply("length", text("a🙂"))).isEqualTo(2L);
        assertThat(apply("count", Map.of("a", 1L))).isEqualTo(1L);
        assertThat(apply("length", NOTHING)).isEqualTo(0L);
        refused("length must get something with members, got none", "length", None.NONE);
    }

    @Test
    void trim_charsOrWhiteSpace_fromBothEnds() {
        assertThat(apply("trim", text("\u00a0 a b\u2003\n"))).isEqualTo(text("a b"));
        assertThat(apply("trim", text("xxaxbxx"), text("x"))).isEqualTo(text("axb"));
        assertThat(apply("trim", 15L)).isEqualTo(text("15"));
        assertThat(apply("reverse", text("a🙂b"))).isEqualTo(text("b🙂a"));
        assertThat(apply("reverse", NOTHING)).isEqualTo(List.of());
        assertThat(apply("list", Map.of("k", 1L))).isEqualTo(List.of(text("k")));
        assertThat(apply("items", NOTHING)).isEqualTo(List.of());
    }
}
