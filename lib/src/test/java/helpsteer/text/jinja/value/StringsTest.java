package helpsteer.text.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StringsTest {
    private static Object call(String text, String method, Object... arguments) {
        return call(Text.of(text), method, arguments);
    }

    private static Object call(Text text, String method, Object... arguments) {
        List<Object> values = new ArrayList<>();
        for (Object argument : arguments) {
            values.add(argument instanceof String s ? Text.of(s) : argument);
        }
        Callable function = Objects.requireNonNull(Strings.method(text, method));
        return function.call(new Args(method, values, Map.of()));
    }

    private static String random(SplittableRandom random, String letters, int most) {
        int[] points = letters.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            out.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return out.toString();
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(Object::toString).toList();
    }

    /** The code points of Python 3.11: [c for c in range(0x110000) if chr(c).isspace()]. */
    @Test
    void isSpace_allCodePoints_equalsPython() {
        int[] python = {
            0x9, 0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
            0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000
        };
        assertThat(IntStream.range(0, 0x110000).filter(Strings::isSpace)).containsExactly(box(python));
    }

    private static Integer[] box(int[] numbers) {
        return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
    }

    /** Split and join are inverse, whatever the separator; a count leaves the rest whole. */
    @Test
    void split_randomTexts_joinAgainToTheText() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 1000; i++) {
            String text = random(random, "ab🙂 ,", 12);
            String separator = random(random, "ab, ", 1) + "a";
            List<String> parts = strings(call(text, "split", separator));
            assertThat(String.join(separator, parts)).isEqualTo(text);
            assertThat(parts).noneMatch(part -> part.contains(separator));
            assertThat(call(text, "count", separator)).isEqualTo(parts.size() - 1L);
            for (long limit = 0; limit < 4; limit++) {
                List<String> left = strings(call(text, "split", separator, limit));
                List<String> right = strings(call(text, "rsplit", separator, limit));
                assertThat(String.join(separator, left)).isEqualTo(text);
                assertThat(String.join(separator, right)).isEqualTo(text);
                assertThat(left)
                        .hasSize((int) Math.min(parts.size(), limit + 1))
                        .hasSameSizeAs(right);
                assertThat(left.subList(0, left.size() - 1)).isEqualTo(parts.subList(0, left.size() - 1));
            }
            assertThat(call(text, "replace", separator, "Q")).hasToString(text.replace(separator, "Q"));
        }
    }

    /** Python 3.11: ' a  b c '.split(None, n) for n in -1, 0, 1, 2, and "".split(). */
    @Test
    void split_withoutSeparator_dividesAtWhiteSpace() {
        assertThat(strings(call(" a  b\u00a0c ", "split"))).containsExactly("a", "b", "c");
        assertThat(strings(call(" a  b c ", "split", None.NONE, 0L))).containsExactly("a  b c ");
        assertThat(strings(call(" a  b c ", "split", None.NONE, 1L))).containsExactly("a", "b c ");
        assertThat(strings(call(" a  b c ", "split", None.NONE, 2L))).containsExactly("a", "b", "c ");
        assertThat(strings(call("", "split"))).isEmpty();
        assertThat(strings(call("", "split", ","))).containsExactly("");
    }

    @Test
    void strip_setOfChars_takesEachOfThemFromTheEnds() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 500; i++) {
            String text = random(random, "ab🙂é ", 8);
            String set = random(random, "ab🙂", 2);
            int[] points = text.codePoints().toArray();
            int from = 0;
            int to = points.length;
            while (from < to && set.indexOf(points[from]) >= 0) {
                from++;
            }
            int left = from;
            while (to > from && set.indexOf(points[to - 1]) >= 0) {
                to--;
            }
            assertThat(call(text, "strip", set)).hasToString(new String(points, from, to - from));
            assertThat(call(text, "lstrip", set)).hasToString(new String(points, left, points.length - left));
        }
        assertThat(call("  a ", "strip", None.NONE)).hasToString("a");
        assertThat(call("  a ", "rstrip")).hasToString("  a");
        assertThatThrownBy(() -> call("a", "strip", 1L))
                .isInstanceOf(JinjaException.class)
                .hasMessage("strip must get a text, got an integer");
    }

    @Test
    void splitlines_lineEnds_areThoseOfUnixOnly() {
        assertThat(strings(call("a\n\nb", "splitlines"))).containsExactly("a", "", "b");
        assertThat(strings(call("a\n", "splitlines"))).containsExactly("a");
        assertThat(strings(call("", "splitlines"))).isEmpty();
        assertThat(strings(call("\n", "splitlines"))).containsExactly("");
        for (String end : List.of("\r", "\u000b", "\f", "\u001c", "\u0085", "\u2028")) {
            assertThatThrownBy(() -> call("a" + end + "b", "splitlines"))
                    .hasMessage("splitlines must get lines ended by \\n alone, got another line end");
        }
    }

    @Test
    void startswith_oneOrSeveral_andFindCountsCodePoints() {
        assertThat(call("abc", "startswith", "ab")).isEqualTo(true);
        assertThat(call("abc", "startswith", List.of(Text.of("x"), Text.of("a"))))
                .isEqualTo(true);
        assertThat(call("abc", "endswith", "ab")).isEqualTo(false);
        assertThat(call("abc", "endswith", List.of())).isEqualTo(false);
        assertThat(call("🙂é🙂b", "find", "b")).isEqualTo(3L);
        assertThat(call("🙂", "find", "b")).isEqualTo(-1L);
        assertThatThrownBy(() -> call("abc", "startswith", 1L))
                .hasMessage("startswith must get a text as prefix, got an integer");
    }

    @Test
    void emptySeparators_areRefused() {
        assertThatThrownBy(() -> call("a", "split", "")).hasMessage("split must get a separator, got an empty text");
        assertThatThrownBy(() -> call("a", "rsplit", "")).hasMessage("rsplit must get a separator, got an empty text");
        assertThatThrownBy(() -> call("a", "replace", "", "b"))
                .hasMessage("replace must get a text to be replaced, got an empty one");
        assertThatThrownBy(() -> call("-", "join", List.of(1L))).hasMessage("join must get texts, got an integer");
    }

    /** Python 3.11: [x.title() + "|" + x.capitalize() + "|" + x.upper() for x in ...]. */
    @Test
    void caseMethods_lettersWithoutSimpleCase_equalPython() {
        for (String[] row : new String[][] {
            {"ßab cD", "Ssab Cd|Ssab cd|SSAB CD"},
            {"ﬁx 中a", "Fix 中A|Fix 中a|FIX 中A"},
            {"ǆa 1b's", "ǅa 1B'S|ǅa 1b's|ǄA 1B'S"},
            {"", "||"},
            {"𐐨𐐨 ªb", "𐐀𐐨 ªb|𐐀𐐨 ªb|𐐀𐐀 ªB"},
        }) {
            assertThat(call(row[0], "title") + "|" + call(row[0], "capitalize") + "|" + call(row[0], "upper"))
                    .isEqualTo(row[1]);
        }
        assertThat(call("ÀÉ İ", "lower")).hasToString("àé i̇");
    }

    /** Marks go with the chars through every method that keeps or moves them. */
    @Test
    void methods_turnsText_keepTheMarks() {
        Text text = Text.of("<").plus(Text.content(" ßB ", 2)).plus(Text.of(">"));
        assertThat(owners((Text) call(text, "upper"))).isEqualTo("-22222-");
        assertThat(owners((Text) call(text, "lower"))).isEqualTo("-2222-");
        assertThat(owners((Text) call(text, "replace", "ß", "xyz"))).isEqualTo("-2---22-");
        assertThat(owners((Text) ((List<?>) call(text, "split", " ")).get(1))).isEqualTo("22");
        assertThat(owners((Text) call(Text.content(" a ", 2), "strip"))).isEqualTo("2");
    }

    private static String owners(Text text) {
        return IntStream.range(0, text.length())
                .mapToObj(i -> text.contentTurn(i) < 0 ? "-" : "" + text.contentTurn(i))
                .collect(Collectors.joining());
    }

    /** Python 3.11: for each x, print(repr(x)). */
    @Test
    void repr_quotesAndControls_equalPython() {
        for (String[] row : new String[][] {
            {"a", "'a'"},
            {"it's", "\"it's\""},
            {"it's \"x\"", "'it\\'s \"x\"'"},
            {"\n\r\t\\\u0001\u007f\u00a0é🙂", "'\\n\\r\\t\\\\\\x01\\x7f\\xa0é🙂'"},
        }) {
            Text.Builder out = new Text.Builder();
            Strings.repr(Text.of(row[0]), out);
            assertThat(out.text()).hasToString(row[1]);
        }
    }

    @Test
    void unescaped_everyEscape_isReadAsPythonReadsIt() {
        assertThat(Strings.unescaped("a\\n\\t\\r\\\\\\'\\\"\\b\\f\\a\\v\\0\\q"))
                .isEqualTo("a\n\t\r\\'\"\b\f\u0007\u000b\0\\q");
        assertThat(Strings.unescaped("a\\\nb")).isEqualTo("ab");
        assertThat(Strings.unescaped("\\x41\\u00e9\\U0001f642")).isEqualTo("Aé🙂");
        assertThatThrownBy(() -> Strings.unescaped("\\U00110000"))
                .hasMessage("an escape must have 8 hexadecimal digits, got \"00110000\"");
    }

    @Test
    void compare_codePoints_decide() {
        assertThat(Strings.compare("\uffee", "🙂")).isNegative();
        assertThat(Strings.compare("a", "ab")).isNegative();
        assertThat(Strings.compare("b", "ab")).isPositive();
        assertThat(Strings.compare("", "")).isZero();
    }
}
