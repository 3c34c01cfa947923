package helpsteer.text.jinja.value;

import java.util.List;
import java.util.Map;

/** What Python says of values: their truth, equality, order and how they print. */
public final class Values {
    private Values() {}

    public static String type(Object value) {
        if (value instanceof Text) {
            return "a text";
        } else if (value instanceof Long) {
            return "an integer";
        } else if (value instanceof Double) {
            return "a float";
        } else if (value instanceof Boolean) {
            return "a boolean";
        } else if (value instanceof List) {
            return "a list";
        } else if (value instanceof Map) {
            return "a dict";
        }
        return value == None.NONE
                ? "none"
                : value instanceof Undefined u ? u.what() + ", which is undefined" : "a function";
    }

    public static boolean truth(Object value) {
        if (value instanceof Boolean b) {
            return b;
        } else if (value instanceof Text text) {
            return !text.isEmpty();
        } else if (value instanceof Long number) {
            return number != 0;
        } else if (value instanceof Double number) {
            return number != 0;
        } else if (value instanceof List<?> list) {
            return !list.isEmpty();
        } else if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return value != None.NONE && !(value instanceof Undefined);
    }

    static boolean equal(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return number(a) == number(b);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            boolean same = x.size() == y.size() && (x instanceof Tuple) == (y instanceof Tuple);
            for (int i = 0; same && i < x.size(); i++) {
                same = equal(x.get(i), y.get(i));
            }
            return same;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            boolean same = x.keySet().equals(y.keySet());
            for (Map.Entry<?, ?> entry : x.entrySet()) {
                Object other = y.get(entry.getKey());
                same = same && other != null && equal(entry.getValue(), other);
            }
            return same;
        }
        return (a instanceof Undefined && b instanceof Undefined) || a.equals(b);
    }

    static int compare(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return Double.compare(number(a), number(b));
        }
        if (a instanceof Text x && b instanceof Text y) {
            return Strings.compare(x.toString(), y.toString());
        }
        throw new JinjaException(
                "an order must be asked of two numbers or two texts, got " + type(a) + " and " + type(b));
    }

    static boolean contains(Object whole, Object part) {
        if (whole instanceof Text text && part instanceof Text sub) {
            return text.toString().contains(sub.toString());
        } else if (whole instanceof List<?> list) {
            return list.stream().anyMatch(x -> equal(x, part));
        } else if (whole instanceof Map<?, ?> map) {
            return map.containsKey(part.toString());
        } else if (whole instanceof Undefined) {
            return false;
        }
        throw new JinjaException(
                "\"in\" must look into a text, list or dict, got " + type(part) + " in " + type(whole));
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static double number(Object value) {
        return value instanceof Boolean b ? b ? 1 : 0 : ((Number) value).doubleValue();
    }

    /** The members of a list, keys of a dict, characters of a text; nothing where undefined. */
    public static List<Object> items(Object value, String who) {
        if (value instanceof List<?> list) {
            return List.copyOf(list);
        } else if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().<Object>map(k -> Text.of((String) k)).toList();
        } else if (value instanceof Text text) {
            return Strings.characters(text);
        } else if (value instanceof Undefined) {
            return List.of();
        }
        throw new JinjaException(who + " must get something with members, got " + type(value));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value, String who) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new JinjaException(who + " must get a dict, got " + type(value));
    }

    /** Python's str. */
    public static Text str(Object value) {
        if (value instanceof Text text) {
            return text;
        }
        if (value instanceof Undefined) {
            return Text.EMPTY;
        }
        Text.Builder out = new Text.Builder();
        repr(value, out);
        return out.text();
    }

    private static void repr(Object value, Text.Builder out) {
        if (value instanceof Text text) {
            Strings.repr(text, out);
        } else if (value instanceof Boolean b) {
            out.add(b ? "True" : "False");
        } else if (value == None.NONE) {
            out.add("None");
        } else if (value instanceof Long || value instanceof Double) {
            out.add(number(value, "print"));
        } else if (value instanceof List<?> list) {
            out.add(list instanceof Tuple ? "(" : "[");
            for (int i = 0; i < list.size(); i++) {
                repr(list.get(i), out.add(i == 0 ? "" : ", "));
            }
            out.add(list instanceof Tuple ? list.size() == 1 ? ",)" : ")" : "]");
        } else if (value instanceof Map<?, ?> map) {
            String before = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                repr(Text.of((String) entry.getKey()), out.add(before));
                repr(entry.getValue(), out.add(": "));
                before = ", ";
            }
            out.add(map.isEmpty() ? "{}" : "}");
        } else {
            throw new JinjaException("a printed value must be a text, number, list or dict, got " + type(value));
        }
    }

    /** Integers as they are, floats of common size as Python prints them. */
    static String number(Object value, String who) {
        if (value instanceof Long) {
            return value.toString();
        }
        double number = (Double) value;
        double size = Math.abs(number);
        if (size != 0 && !(size >= 1e-3 && size < 1e7)) {
            throw new JinjaException(who + " must get a float within 0.001 and 10000000, got " + number);
        }
        return Double.toString(number);
    }
}
