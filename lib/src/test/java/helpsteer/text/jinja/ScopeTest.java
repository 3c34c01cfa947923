package helpsteer.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.text.jinja.value.Callable;
import helpsteer.text.jinja.value.Undefined;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScopeTest {
    @Test
    void set_inAChild_hidesTheOuterNameAndEndsWithIt() {
        Scope outer = new Scope(Map.of("a", 1L, "b", 2L), new IdentityHashMap<>());
        Scope inner = outer.child();
        inner.set("a", 3L);
        inner.set("c", 4L);
        assertThat(List.of(inner.get("a"), inner.get("b"), inner.get("c"))).containsExactly(3L, 2L, 4L);
        assertThat(outer.get("a")).isEqualTo(1L);
        assertThat(outer.get("c")).isEqualTo(new Undefined("c"));
        outer.set("b", 5L);
        assertThat(inner.child().get("b")).isEqualTo(5L);
    }

    @Test
    void get_globalName_isTheFunctionUntilItIsSet() {
        Scope scope = new Scope(Map.of(), new IdentityHashMap<>());
        assertThat(scope.get("range")).isInstanceOf(Callable.class);
        scope.set("range", 1L);
        assertThat(scope.get("range")).isEqualTo(1L);
    }

    /** Turns are told apart by identity: an equal list that is no turn belongs to the turn around. */
    @Test
    void round_itemThatIsATurn_takesItsNumberAndItsChildrenKeepIt() {
        List<Object> first = new ArrayList<>(List.of(1L));
        List<Object> equal = new ArrayList<>(List.of(1L));
        IdentityHashMap<Object, Integer> turns = new IdentityHashMap<>();
        turns.put(first, 7);
        Scope outer = new Scope(Map.of(), turns);
        assertThat(outer.turn).isEqualTo(-1);
        assertThat(outer.round(equal).turn).isEqualTo(-1);
        Scope round = outer.round(first);
        assertThat(round.turn).isEqualTo(7);
        assertThat(round.child().turn).isEqualTo(7);
        assertThat(round.round(equal).turn).isEqualTo(7);
    }
}
