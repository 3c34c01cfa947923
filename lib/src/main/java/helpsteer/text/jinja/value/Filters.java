package helpsteer.text.jinja.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Filters by name; the value is the first argument. */
public final class Filters {
    private static final Map<String, Callable> ALL = Map.ofEntries(
            Map.entry("tojson", Json::of),
            Map.entry(
                    "trim",
                    a -> Strings.strip(Values.str(a.most(2, "chars").get(0, "value")), a.find(1, "chars"), true, true)),
            Map.entry("length", Filters::length),
            Map.entry("count", Filters::length),
            Map.entry("upper", a -> Strings.mapped(string(a), s -> s.toUpperCase(Locale.ROOT))),
            Map.entry("lower", a -> Strings.mapped(string(a), s -> s.toLowerCase(Locale.ROOT))),
            Map.entry("title", a -> Strings.title(string(a), true)),
            Map.entry("capitalize", a -> Strings.capitalize(string(a))),
            Map.entry("default", Filters::otherwise),
            Map.entry("d", Filters::otherwise),
            Map.entry("join", Filters::join),
            Map.entry("first", a -> end(a, true)),
            Map.entry("last", a -> end(a, false)),
            Map.entry("items", Filters::items),
            Map.entry("list", a -> new ArrayList<>(Values.items(a.most(1).get(0, "value"), "list"))),
            Map.entry("string", Filters::string),
            Map.entry("safe", a -> a.most(1).get(0, "value")),
            Map.entry("int", Filters::integer),
            Map.entry("replace", Filters::replace),
            Map.entry("reverse", Filters::reverse),
            Map.entry("dictsort", Filters::dictsort),
            Map.entry("indent", Filters::indent),
            Map.entry("map", Filters::map),
            Map.entry("select", a -> choose(a, 1, true)),
            Map.entry("reject", a -> choose(a, 1, false)),
            Map.entry("selectattr", a -> choose(a, 2, true)),
            Map.entry("rejectattr", a -> choose(a, 2, false)));

    private Filters() {}

    /** The filter of a name; a template that names another is refused when it is read. */
    public static Callable named(String name) {
        Callable filter = ALL.get(name);
        if (filter == null) {
            throw new JinjaException(
                    "a filter must be one of " + String.join(", ", new TreeMap<>(ALL).keySet()) + ", got " + name);
        }
        return filter;
    }

    private static Text string(Args args) {
        return Values.str(args.most(1).get(0, "value"));
    }

    private static Object length(Args args) {
        return (long) Values.items(args.most(1).get(0, "value"), args.callee()).size();
    }

    private static Object otherwise(Args args) {
        Object value = args.most(3, "default_value", "boolean").get(0, "value");
        Object strict = args.find(2, "boolean");
        boolean replaced =
                value instanceof Undefined || (strict != null && Values.truth(strict) && !Values.truth(value));
        Object other = args.find(1, "default_value");
        return !replaced ? value : other == null ? Text.EMPTY : other;
    }

    private static Object join(Args args) {
        Object between = args.most(2, "d").find(1, "d");
        return Strings.join(
                Values.items(args.get(0, "value"), "join"), between == null ? Text.EMPTY : Values.str(between), true);
    }

    private static Object end(Args args, boolean first) {
        List<Object> items = Values.items(args.most(1).get(0, "value"), args.callee());
        return items.isEmpty() ? new Undefined("member of an empty list") : items.get(first ? 0 : items.size() - 1);
    }

    private static Object items(Args args) {
        Object value = args.most(1).get(0, "value");
        return value instanceof Undefined ? List.of() : Access.pairs(Values.map(value, "items"));
    }

    private static Object integer(Args args) {
        Object value = args.most(1).get(0, "value");
        if (value instanceof Long) {
            return value;
        } else if (value instanceof Undefined undefined) {
            throw undefined.error();
        } else if (value instanceof Boolean || value instanceof Double) {
            return (long) Values.number(value);
        }
        String digits = Values.str(value).toString().strip();
        return digits.matches("[-+]?[0-9]{1,18}([.][0-9]*)?") ? Long.parseLong(digits.replaceFirst("[.].*", "")) : 0L;
    }

    private static Object replace(Args args) {
        args.most(4, "count");
        return Strings.replace(Values.str(args.get(0, "value")), rest(args, 1));
    }

    private static Object reverse(Args args) {
        Object value = args.most(1).get(0, "value");
        return value instanceof Undefined ? List.of() : Access.slice(value, null, null, -1L);
    }

    private static Object dictsort(Args args) {
        List<Object> pairs = Access.pairs(Values.map(args.most(1).get(0, "value"), "dictsort"));
        pairs.sort(Comparator.comparing(p -> ((List<?>) p).get(0).toString().toLowerCase(Locale.ROOT)));
        return pairs;
    }

    private static Object indent(Args args) {
        Text text = Values.str(args.most(2, "width").get(0, "value"));
        Text pad = Text.of(" ".repeat(args.width(1, "width", 4)));
        List<Object> lines = Strings.split(text, Text.of("\n"), Long.MAX_VALUE);
        Text.Builder out = new Text.Builder();
        for (int i = 0; i < lines.size(); i++) {
            Text line = (Text) lines.get(i);
            out.add(i == 0 ? "" : "\n")
                    .add(i == 0 || line.isEmpty() ? Text.EMPTY : pad)
                    .add(line);
        }
        return out.text();
    }

    private static Object map(Args args) {
        Object attribute = args.named().get("attribute");
        List<Object> out = new ArrayList<>();
        for (Object item : Values.items(args.get(0, "value"), "map")) {
            if (attribute != null) {
                out.add(Access.member(item, attribute));
            } else {
                List<Object> given = new ArrayList<>(List.of(item));
                given.addAll(args.positional()
                        .subList(
                                Math.min(2, args.positional().size()),
                                args.positional().size()));
                out.add(named(args.text(1, "filter").toString())
                        .call(new Args(args.text(1, "filter").toString(), given, args.named())));
            }
        }
        return out;
    }

    /** Members for which a test holds, of themselves or of an attribute; without a test their truth counts. */
    private static Object choose(Args args, int testAt, boolean wanted) {
        List<Object> out = new ArrayList<>();
        for (Object item : Values.items(args.get(0, "value"), args.callee())) {
            Object tested = testAt == 1 ? item : Access.member(item, args.text(1, "attribute"));
            boolean holds =
                    args.positional().size() > testAt ? holds(tested, rest(args, testAt)) : Values.truth(tested);
            if (holds == wanted) {
                out.add(item);
            }
        }
        return out;
    }

    private static boolean holds(Object tested, Args test) {
        List<Object> given = new ArrayList<>(List.of(tested));
        given.addAll(rest(test, 1).positional());
        String name = test.text(0, "test").toString();
        return Tests.named(name).test(new Args(name, given, Map.of()));
    }

    private static Args rest(Args args, int from) {
        List<Object> positional = args.positional();
        return new Args(args.callee(), positional.subList(from, positional.size()), args.named());
    }
}
