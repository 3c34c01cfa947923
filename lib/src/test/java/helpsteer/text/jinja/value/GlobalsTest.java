package helpsteer.text.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GlobalsTest {
    private static Object call(String name, Map<String, Object> named, Object... arguments) {
        return ((Callable) Objects.requireNonNull(Globals.ALL.get(name)))
                .call(new Args(name, List.of(arguments), named));
    }

    private static void refused(String message, String name, Object... arguments) {
        assertThatThrownBy(() -> call(name, Map.of(), arguments))
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }

    @Test
    void all_namesAreTheFourWithoutAClock() {
        assertThat(Globals.ALL.keySet()).containsExactlyInAnyOrder("raise_exception", "namespace", "dict", "range");
    }

    @Test
    void range_startStopAndStep_countAsInPython() {
        for (long from = -3; from <= 3; from++) {
            for (long to = -3; to <= 3; to++) {
                for (long step = -2; step <= 2; step++) {
                    if (step == 0) {
                        continue;
                    }
                    List<Object> expected = new ArrayList<>();
                    long count = step > 0
                            ? Math.max(0, (to - from + step - 1) / step)
                            : Math.max(0, (from - to - step - 1) / -step);
                    for (long i = 0; i < count; i++) {
                        expected.add(from + i * step);
                    }
                    assertThat(call("range", Map.of(), from, to, step)).isEqualTo(expected);
                }
            }
        }
        assertThat(call("range", Map.of(), 3L)).isEqualTo(List.of(0L, 1L, 2L));
        assertThat((List<?>) call("range", Map.of(), 100_000L)).hasSize(100_000);
    }

    @Test
    void range_wrongArguments_areRefused() {
        refused("range must give at most 100000 numbers, got more", "range", 100_001L);
        refused("range must get a step other than 0, got 0", "range", 1L, 2L, 0L);
        refused("range must get an integer as stop, got a float", "range", 1.5);
        refused("range must get at most 3 arguments, got 4", "range", 1L, 2L, 3L, 4L);
    }

    @Test
    void namespace_dictAndNames_namesWin() {
        Namespace namespace = (Namespace) call("namespace", Map.of("a", 1L), Map.of("a", 0L, "b", 2L));
        assertThat(namespace.attributes).isEqualTo(Map.of("a", 1L, "b", 2L));
        assertThat(Access.attribute(namespace, "b")).isEqualTo(2L);
        namespace.attributes.put("b", 3L);
        assertThat(Access.attribute(namespace, "b")).isEqualTo(3L);
        assertThat(Access.attribute(namespace, "c")).isInstanceOf(Undefined.class);
        assertThat(Values.truth(namespace)).isTrue();
        assertThat(Values.equal(namespace, new Namespace())).isFalse();
        refused("namespace must get a dict, got a list", "namespace", List.of());
        refused("namespace must get at most 1 arguments, got 2", "namespace", Map.of(), Map.of());
    }

    @Test
    void dict_names_keepTheirOrder() {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("z", 1L);
        named.put("a", None.NONE);
        assertThat(Values.str(call("dict", named))).hasToString("{'z': 1, 'a': None}");
        refused("dict must get at most 0 arguments, got 1", "dict", Map.of());
    }

    @Test
    void raise_message_isTheTemplatesRefusal() {
        refused(
                "the conversation must suit the template, got its refusal: no tools",
                "raise_exception",
                Text.of("no tools"));
        refused("raise_exception must get an argument message, got none", "raise_exception");
    }
}
