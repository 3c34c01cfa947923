package helpsteer.text.jinja.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attributes, members and slices of values. */
public final class Access {
    private static final Set<String> CHANGING =
            Set.of("append", "extend", "insert", "remove", "sort", "pop", "popitem", "update", "setdefault", "clear");

    private Access() {}

    /** {@code value.name}: for a dict its methods come first, then its keys. */
    public static Object attribute(Object value, String name) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        Object found = null;
        if (value instanceof Text text) {
            found = Strings.method(text, name);
        } else if (value instanceof Loop loop) {
            found = loop.attribute(name);
        } else if (value instanceof Namespace namespace) {
            found = namespace.attributes.get(name);
        } else if (value instanceof Map<?, ?> map) {
            Callable method = method(map, name);
            found = method == null ? map.get(name) : method;
        } else if (value instanceof List<?> && CHANGING.contains(name)) {
            found = refusing("list." + name);
        }
        return found == null ? new Undefined("attribute " + name + " of " + Values.type(value)) : found;
    }

    /** {@code value[key]}. */
    public static Object member(Object value, Object key) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (key instanceof Text name) {
            Object found = value instanceof Map<?, ?> map ? map.get(name.toString()) : null;
            return found == null ? attribute(value, name.toString()) : found;
        }
        if (key instanceof Long index && (value instanceof List || value instanceof Text)) {
            List<Object> items = Values.items(value, "a position");
            long position = index < 0 ? index + items.size() : index;
            return position >= 0 && position < items.size()
                    ? items.get((int) position)
                    : new Undefined("member " + index + " of " + Values.type(value));
        }
        return new Undefined("member " + Values.type(key) + " of " + Values.type(value));
    }

    /** {@code value[from:to:step]}; null stands for what is left out. */
    public static Object slice(Object value, @Nullable Object from, @Nullable Object to, @Nullable Object step) {
        if (!(value instanceof List || value instanceof Text)) {
            throw new JinjaException("a slice must be of a list or a text, got " + Values.type(value));
        }
        List<Object> items = Values.items(value, "a slice");
        long by = bound(step, 1);
        if (by == 0) {
            throw new JinjaException("a slice must have a step other than 0, got 0");
        }
        int size = items.size();
        long low = by > 0 ? 0 : -1;
        long high = by > 0 ? size : size - 1;
        long start = clamp(bound(from, by > 0 ? 0 : Long.MAX_VALUE), from != null, size, low, high);
        long stop = clamp(bound(to, by > 0 ? Long.MAX_VALUE : -1), to != null, size, low, high);
        List<Object> out = new ArrayList<>();
        for (long i = start; by > 0 ? i < stop : i > stop; i += by) {
            out.add(items.get((int) i));
        }
        Object list = value instanceof Tuple ? new Tuple(out) : out;
        return value instanceof Text ? Strings.join(out, Text.EMPTY, false) : list;
    }

    private static long bound(@Nullable Object value, long otherwise) {
        if (value == null || value == None.NONE) {
            return otherwise;
        }
        if (value instanceof Long number) {
            return number;
        }
        throw new JinjaException("a slice must have integers as bounds, got " + Values.type(value));
    }

    private static long clamp(long bound, boolean given, int size, long low, long high) {
        long position = given && bound < 0 ? bound + size : bound;
        return Math.max(low, Math.min(high, position));
    }

    private static @Nullable Callable method(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> args -> pairs(map);
            case "keys" -> args -> Values.items(map, "keys");
            case "values" -> args -> new ArrayList<Object>(map.values());
            case "get" ->
                args -> {
                    Object found = map.get(args.most(2).text(0, "key").toString());
                    Object otherwise = args.find(1, "default");
                    return found != null ? found : otherwise == null ? None.NONE : otherwise;
                };
            default -> CHANGING.contains(name) ? refusing("dict." + name) : null;
        };
    }

    static List<Object> pairs(Map<?, ?> map) {
        List<Object> out = new ArrayList<>();
        map.forEach((k, v) -> out.add(new Tuple(List.of(Text.of((String) k), v))));
        return out;
    }

    private static Callable refusing(String name) {
        return args -> {
            throw new JinjaException("a template must not change what it is given, got a call of " + name);
        };
    }
}
