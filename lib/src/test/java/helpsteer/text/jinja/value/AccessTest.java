package helpsteer.text.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final List<Object> LETTERS = List.of(Text.of("a"), Text.of("b"), Text.of("c"));

    private static Object call(Object function, Object... arguments) {
        return ((Callable) function).call(new Args("f", List.of(arguments), Map.of()));
    }

    /** Python's rule of slices, step by step: negative bounds count from the end, and both are moved into the list. */
    private static List<Object> sliced(List<Object> items, @Nullable Long from, @Nullable Long to, long step) {
        long size = items.size();
        long least = step > 0 ? 0 : -1;
        long most = step > 0 ? size : size - 1;
        long start = from == null
                ? (step > 0 ? least : most)
                : from < 0 ? Math.max(from + size, least) : Math.min(from, most);
        long stop = to == null ? (step > 0 ? most : least) : to < 0 ? Math.max(to + size, least) : Math.min(to, most);
        List<Object> out = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            out.add(items.get((int) i));
        }
        return out;
    }

    @Test
    void slice_randomBounds_equalsThePlainRule() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 5000; i++) {
            List<Object> items = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(6); j > 0; j--) {
                String one = List.of("a", "é", "🙂", "d").get(random.nextInt(4));
                items.add(Text.of(one));
                text.append(one);
            }
            Long from = random.nextInt(4) == 0 ? null : random.nextLong(-8, 9);
            Long to = random.nextInt(4) == 0 ? null : random.nextLong(-8, 9);
            long step = random.nextLong(1, 4) * (random.nextBoolean() ? 1 : -1);
            List<Object> expected = sliced(items, from, to, step);
            String what = items + "[" + from + ":" + to + ":" + step + "]";
            assertThat(Access.slice(items, from, to, step)).as(what).isEqualTo(expected);
            Object ofTuple = Access.slice(new Tuple(items), from, to, step);
            assertThat(ofTuple).as(what).isInstanceOf(Tuple.class).isEqualTo(expected);
            StringBuilder joined = new StringBuilder();
            expected.forEach(joined::append);
            assertThat(Access.slice(Text.of(text.toString()), from, to, step)).hasToString(joined.toString());
        }
    }

    @Test
    void slice_noneAsBound_isAsLeftOutAndOtherBoundsAreRefused() {
        assertThat(Access.slice(LETTERS, None.NONE, 1L, None.NONE)).isEqualTo(List.of(Text.of("a")));
        assertThatThrownBy(() -> Access.slice(LETTERS, null, null, 0L))
                .isInstanceOf(JinjaException.class)
                .hasMessage("a slice must have a step other than 0, got 0");
        assertThatThrownBy(() -> Access.slice(LETTERS, 1.0, null, null))
                .hasMessage("a slice must have integers as bounds, got a float");
        assertThatThrownBy(() -> Access.slice(Map.of(), null, null, null))
                .hasMessage("a slice must be of a list or a text, got a dict");
    }

    @Test
    void member_positions_countFromBothEnds() {
        assertThat(Access.member(LETTERS, 0L)).isEqualTo(Text.of("a"));
        assertThat(Access.member(LETTERS, -3L)).isEqualTo(Text.of("a"));
        assertThat(Access.member(LETTERS, -4L)).isEqualTo(new Undefined("member -4 of a list"));
        assertThat(Access.member(LETTERS, 3L)).isEqualTo(new Undefined("member 3 of a list"));
        assertThat(Access.member(Text.of("é🙂x"), 1L)).isEqualTo(Text.of("🙂"));
        assertThat(Access.member(5L, 0L)).isEqualTo(new Undefined("member an integer of an integer"));
        assertThat(Access.member(LETTERS, 1.0)).isEqualTo(new Undefined("member a float of a list"));
    }

    @Test
    void attribute_dict_methodsComeBeforeKeysAndMembersAfter() {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("keys", 1L);
        dict.put("x", 2L);
        assertThat(call(Access.attribute(dict, "keys"))).isEqualTo(List.of(Text.of("keys"), Text.of("x")));
        assertThat(call(Access.attribute(dict, "values"))).isEqualTo(List.of(1L, 2L));
        assertThat(Access.member(dict, Text.of("keys"))).isEqualTo(1L);
        assertThat(Access.attribute(dict, "x")).isEqualTo(2L);
        assertThat(Access.attribute(dict, "y")).isEqualTo(new Undefined("attribute y of a dict"));
        assertThat(call(Access.attribute(dict, "get"), Text.of("x"), 9L)).isEqualTo(2L);
        assertThat(call(Access.attribute(dict, "get"), Text.of("y"), 9L)).isEqualTo(9L);
        assertThat(call(Access.attribute(dict, "get"), Text.of("y"))).isEqualTo(None.NONE);
        assertThatThrownBy(() -> call(Access.attribute(dict, "get"), 1L))
                .hasMessage("f must get a text as key, got an integer");
    }

    @Test
    void attribute_methodThatChanges_isRefusedAndChangesNothing() {
        for (String name : List.of("append", "extend", "insert", "remove", "sort", "pop", "clear")) {
            assertThatThrownBy(() -> call(Access.attribute(LETTERS, name), 1L))
                    .isInstanceOf(JinjaException.class)
                    .hasMessage("a template must not change what it is given, got a call of list." + name);
        }
        for (String name : List.of("update", "setdefault", "pop", "popitem", "clear")) {
            assertThatThrownBy(() -> call(Access.attribute(Map.of("a", 1L), name)))
                    .hasMessage("a template must not change what it is given, got a call of dict." + name);
        }
        assertThat(LETTERS).hasSize(3);
    }

    /** Nothing of Java can be reached by a name. */
    @Test
    void attribute_namesOfJavaAndPython_areUndefined() {
        for (Object value : new Object[] {LETTERS, Text.of("a"), Map.of(), 1L, 1.5, true, None.NONE, new Namespace()}) {
            for (String name :
                    List.of("class", "getClass", "__class__", "hashCode", "stream", "attributes", "toString")) {
                assertThat(Access.attribute(value, name)).isInstanceOf(Undefined.class);
            }
        }
    }

    @Test
    void attribute_ofUndefined_isRefused() {
        assertThatThrownBy(() -> Access.attribute(new Undefined("x"), "y"))
                .isInstanceOf(JinjaException.class)
                .hasMessage("x must be defined, got nothing of that name");
        assertThatThrownBy(() -> Access.member(new Undefined("x"), 0L))
                .hasMessage("x must be defined, got nothing of that name");
    }
}
