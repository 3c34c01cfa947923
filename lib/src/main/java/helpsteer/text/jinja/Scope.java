package helpsteer.text.jinja;

import helpsteer.text.jinja.value.Globals;
import helpsteer.text.jinja.value.Undefined;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names that hold within a block; what is set in a loop or a macro ends with it, as in Jinja. */
final class Scope {
    /** The turn during which is written, or -1. */
    final int turn;

    private final @Nullable Scope parent;
    private final Map<String, Object> names = new HashMap<>();
    private final IdentityHashMap<Object, Integer> turns;

    /** The outermost scope; {@code turns} compares by identity. */
    Scope(Map<String, Object> variables, IdentityHashMap<Object, Integer> turns) {
        this.parent = null;
        this.turn = -1;
        this.turns = turns;
        names.putAll(variables);
    }

    private Scope(Scope parent, int turn) {
        this.parent = parent;
        this.turn = turn;
        this.turns = parent.turns;
    }

    Scope child() {
        return new Scope(this, turn);
    }

    /** A scope for one round of a loop over an item. */
    Scope round(Object item) {
        return new Scope(this, turns.getOrDefault(item, turn));
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Object value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        Object global = Globals.ALL.get(name);
        return global == null ? new Undefined(name) : global;
    }

    void set(String name, Object value) {
        names.put(name, value);
    }
}
