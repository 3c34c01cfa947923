package helpsteer.text.jinja.value;

import java.util.List;

/** The variable {@code loop} in one round. */
public record Loop(List<Object> items, int index) {
    Object attribute(String name) {
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> (long) items.size() - index;
            case "revindex0" -> items.size() - index - 1L;
            case "first" -> index == 0;
            case "last" -> index == items.size() - 1;
            case "length" -> (long) items.size();
            case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined("loop.previtem");
            case "nextitem" -> index + 1 < items.size() ? items.get(index + 1) : new Undefined("loop.nextitem");
            case "cycle" ->
                (Callable) args -> {
                    if (args.positional().isEmpty()) {
                        throw new JinjaException("loop.cycle must get an argument, got none");
                    }
                    return args.positional().get(index % args.positional().size());
                };
            default -> throw new JinjaException("loop." + name + " must be an attribute known here, got another");
        };
    }
}
