package helpsteer.text.jinja.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that every template may call; there is no clock among them. */
public final class Globals {
    public static final Map<String, Object> ALL = Map.of(
            "raise_exception", (Callable) Globals::raise,
            "namespace", (Callable) Globals::namespace,
            "dict", (Callable) Globals::dict,
            "range", (Callable) Globals::range);

    /** Longest list that range may make; more is a template gone wrong. */
    private static final long LONGEST = 100_000;

    private Globals() {}

    private static Object raise(Args args) {
        throw new JinjaException(
                "the conversation must suit the template, got its refusal: " + args.text(0, "message"));
    }

    private static Object namespace(Args args) {
        Namespace namespace = new Namespace();
        for (Object start :
                args.most(1, args.named().keySet().toArray(String[]::new)).positional()) {
            Values.map(start, "namespace").forEach((k, v) -> namespace.attributes.put(k, v));
        }
        namespace.attributes.putAll(args.named());
        return namespace;
    }

    private static Object dict(Args args) {
        return new LinkedHashMap<>(
                args.most(0, args.named().keySet().toArray(String[]::new)).named());
    }

    private static Object range(Args args) {
        args.most(3);
        boolean one = args.positional().size() < 2;
        long from = one ? 0 : args.integer(0, "start", 0);
        long to = one ? args.integer(0, "stop", 0) : args.integer(1, "stop", 0);
        long step = args.integer(2, "step", 1);
        if (step == 0) {
            throw new JinjaException("range must get a step other than 0, got 0");
        }
        List<Object> out = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            out.add(i);
            if (out.size() > LONGEST) {
                throw new JinjaException("range must give at most " + LONGEST + " numbers, got more");
            }
        }
        return out;
    }
}
