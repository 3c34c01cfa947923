package helpsteer.text.jinja.value;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What may stand after {@code is}; the value is the first argument. */
public final class Tests {
    /** The tests that take an argument. */
    public static final Set<String> OF_TWO = Set.of("eq", "equalto", "ne", "lt", "le", "gt", "ge", "in", "divisibleby");

    private static final Map<String, Predicate<Args>> ALL = Map.ofEntries(
            Map.entry("defined", a -> !(value(a) instanceof Undefined)),
            Map.entry("undefined", a -> value(a) instanceof Undefined),
            Map.entry("none", a -> value(a) == None.NONE),
            Map.entry("string", a -> value(a) instanceof Text),
            Map.entry("mapping", a -> value(a) instanceof Map),
            Map.entry("sequence", a -> hasMembers(value(a))),
            Map.entry("iterable", a -> hasMembers(value(a))),
            Map.entry("boolean", a -> value(a) instanceof Boolean),
            Map.entry("true", a -> value(a).equals(true)),
            Map.entry("false", a -> value(a).equals(false)),
            Map.entry("number", a -> Values.isNumber(value(a))),
            Map.entry("integer", a -> value(a) instanceof Long),
            Map.entry("float", a -> value(a) instanceof Double),
            Map.entry("callable", a -> value(a) instanceof Callable),
            Map.entry("even", a -> leaves(0, value(a), 2L)),
            Map.entry("odd", a -> leaves(1, value(a), 2L)),
            Map.entry("divisibleby", a -> leaves(0, value(a), a.get(1, "num"))),
            Map.entry("eq", a -> Values.equal(value(a), other(a))),
            Map.entry("equalto", a -> Values.equal(value(a), other(a))),
            Map.entry("ne", a -> !Values.equal(value(a), other(a))),
            Map.entry("lt", a -> Values.compare(value(a), other(a)) < 0),
            Map.entry("le", a -> Values.compare(value(a), other(a)) <= 0),
            Map.entry("gt", a -> Values.compare(value(a), other(a)) > 0),
            Map.entry("ge", a -> Values.compare(value(a), other(a)) >= 0),
            Map.entry("in", a -> Values.contains(other(a), value(a))));

    private Tests() {}

    /** The test of a name; a template that names another is refused when it is read. */
    public static Predicate<Args> named(String name) {
        Predicate<Args> test = ALL.get(name);
        if (test == null) {
            throw new JinjaException(
                    "a test must be one of " + String.join(", ", new TreeMap<>(ALL).keySet()) + ", got " + name);
        }
        return test;
    }

    private static Object value(Args args) {
        return args.get(0, "value");
    }

    private static Object other(Args args) {
        return args.get(1, "other");
    }

    private static boolean leaves(long rest, Object value, Object divisor) {
        return Values.equal(Arithmetic.apply("%", value, divisor), rest);
    }

    private static boolean hasMembers(Object value) {
        return value instanceof Text || value instanceof List || value instanceof Map || value instanceof Undefined;
    }
}
