package helpsteer.text.jinja.value;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Arguments of a call, a filter or a test; the callee's name stands in messages. */
public record Args(String callee, List<Object> positional, Map<String, Object> named) {
    static Args none(String callee) {
        return new Args(callee, List.of(), Map.of());
    }

    /** The argument at a position or of a name, or null. */
    @Nullable
    public Object find(int position, String name) {
        return position < positional.size() ? positional.get(position) : named.get(name);
    }

    Object get(int position, String name) {
        Object value = find(position, name);
        if (value == null) {
            throw new JinjaException(callee + " must get an argument " + name + ", got none");
        }
        return value;
    }

    /** The text at a position or of a name. */
    public Text text(int position, String name) {
        Object value = get(position, name);
        if (value instanceof Text text) {
            return text;
        }
        throw new JinjaException(callee + " must get a text as " + name + ", got " + Values.type(value));
    }

    long integer(int position, String name, long otherwise) {
        Object value = find(position, name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number) {
            return number;
        }
        throw new JinjaException(callee + " must get an integer as " + name + ", got " + Values.type(value));
    }

    /** A number of spaces. */
    int width(int position, String name, int otherwise) {
        long width = integer(position, name, otherwise);
        if (width < 0 || width > 100) {
            throw new JinjaException(callee + " must get as " + name + " a number within 0 to 100, got " + width);
        }
        return (int) width;
    }

    /** Refuses arguments that the callee does not know. */
    public Args most(int count, String... names) {
        if (positional.size() > count) {
            throw new JinjaException(callee + " must get at most " + count + " arguments, got " + positional.size());
        }
        for (String name : named.keySet()) {
            if (!Set.of(names).contains(name)) {
                throw new JinjaException(callee + " must get arguments it knows, got " + name);
            }
        }
        return this;
    }
}
