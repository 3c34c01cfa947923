package helpsteer.text.jinja.value;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON as Python's json.dumps writes it, which is what transformers puts in the place of Jinja's own tojson. */
final class Json {
    private final boolean ascii;
    private final boolean sorted;
    private final int indent;
    private final String comma;
    private final String colon;
    private final Text.Builder out = new Text.Builder();

    private Json(Args args) {
        ascii = Values.truth(option(args, 1, "ensure_ascii", false));
        Object width = option(args, 2, "indent", None.NONE);
        indent = width instanceof Long ? args.width(2, "indent", 0) : -1;
        List<Object> separators = Values.items(option(args, 3, "separators", List.of()), "tojson");
        if ((!(width instanceof Long) && width != None.NONE) || separators.size() == 1 || separators.size() > 2) {
            throw new JinjaException("tojson must get an integer as indent and two texts as separators, got others");
        }
        sorted = Values.truth(option(args, 4, "sort_keys", false));
        comma = separators.isEmpty()
                ? indent < 0 ? ", " : ","
                : separators.get(0).toString();
        colon = separators.isEmpty() ? ": " : separators.get(1).toString();
    }

    private static Object option(Args args, int position, String name, Object otherwise) {
        Object value = args.find(position, name);
        return value == null ? otherwise : value;
    }

    static Text of(Args args) {
        Json json = new Json(args.most(5, "ensure_ascii", "indent", "separators", "sort_keys"));
        json.write(args.get(0, "value"), 1);
        return json.out.text();
    }

    private void write(Object value, int depth) {
        if (value instanceof Text text) {
            text(text);
        } else if (value instanceof Boolean) {
            out.add(value.toString());
        } else if (value == None.NONE) {
            out.add("null");
        } else if (value instanceof Long || value instanceof Double) {
            out.add(Values.number(value, "tojson"));
        } else if (value instanceof List<?> list) {
            out.add("[");
            int i = 0;
            for (Object item : list) {
                between(i++, depth);
                write(item, depth + 1);
            }
            end(list.isEmpty(), depth, "]");
        } else if (value instanceof Map<?, ?>) {
            map(Values.map(value, "tojson"), depth);
        } else {
            throw new JinjaException("tojson must get texts, numbers, lists and dicts, got " + Values.type(value));
        }
    }

    private void map(Map<String, Object> map, int depth) {
        out.add("{");
        int i = 0;
        for (Map.Entry<String, Object> entry : (sorted ? new TreeMap<>(map) : map).entrySet()) {
            between(i++, depth);
            text(Text.of(entry.getKey()));
            out.add(colon);
            write(entry.getValue(), depth + 1);
        }
        end(map.isEmpty(), depth, "}");
    }

    private void between(int i, int depth) {
        out.add(i == 0 ? "" : comma);
        line(depth);
    }

    private void end(boolean empty, int depth, String close) {
        if (!empty) {
            line(depth - 1);
        }
        out.add(close);
    }

    private void line(int depth) {
        if (indent >= 0) {
            out.add("\n" + " ".repeat(indent * depth));
        }
    }

    private void text(Text text) {
        String chars = text.toString();
        out.add("\"");
        for (int i = 0; i < chars.length(); i++) {
            out.addLike(escaped(chars.charAt(i)), text, i);
        }
        out.add("\"");
    }

    private String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\f' -> "\\f";
            case '\b' -> "\\b";
            default -> c < 0x20 || (ascii && c > 0x7e) ? String.format("\\u%04x", (int) c) : String.valueOf(c);
        };
    }
}
