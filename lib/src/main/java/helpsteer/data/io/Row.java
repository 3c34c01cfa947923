package helpsteer.data.io;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.UnicodeText;
import helpsteer.run.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * One object of a data file whose fields are asked for by name and checked on the way.
 *
 * <p>Every refusal is an {@link IllegalArgumentException} that names the field, the rule and the value; {@link Rows} puts
 * the file and the line before it.
 */
public final class Row {
    private static final int EXCERPT = 40;

    private final JsonNode node;
    private final String path;

    /** A row around an object, or the refusal of anything else. */
    Row(JsonNode node) {
        this(node, "");
    }

    private Row(JsonNode node, String path) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(
                    (path.isEmpty() ? "row" : path) + " must be a JSON object, got " + shown(node));
        }
        this.node = node;
        this.path = path;
    }

    /** Refuses any field that is not named here, and the lack of any that is. */
    public Row only(List<String> fields) {
        return required(fields).noneBeyond(fields);
    }

    /** Refuses the lack of a field; others may be there too. */
    public Row required(List<String> fields) {
        for (String field : fields) {
            if (!node.has(field)) {
                throw new IllegalArgumentException(
                        "fields must be " + String.join(", ", fields) + ", got no \"" + field(field) + "\"");
            }
        }
        return this;
    }

    /** Refuses any field that is not in the list. */
    public Row noneBeyond(List<String> fields) {
        for (String name : names()) {
            if (!fields.contains(name)) {
                throw new IllegalArgumentException(
                        "fields must be " + String.join(", ", fields) + ", got also \"" + field(name) + "\"");
            }
        }
        return this;
    }

    /** Whether the field is there and is not null. */
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** Whether the field is there and is a list. */
    public boolean isList(String field) {
        return node.path(field).isArray();
    }

    /** The text of a field that must be a string. */
    public String text(String field) {
        return text(at(field), field(field));
    }

    /** The text of a field that may be null or missing; then empty. */
    public String textOrEmpty(String field) {
        return has(field) ? text(field) : "";
    }

    /** A string or a whole number, as text: ids come in both forms. */
    public String id(String field) {
        JsonNode value = at(field);
        return value.isIntegralNumber() ? value.asText() : text(value, field(field));
    }

    /** A whole number within bounds, both inclusive. */
    public int integer(String field, int min, int max) {
        return integer(at(field), field(field), min, max);
    }

    /** A finite number. */
    public double number(String field) {
        return number(at(field), field(field));
    }

    /** A list of finite numbers. */
    public List<Double> numbers(String field) {
        List<Double> all = new ArrayList<>();
        for (JsonNode item : list(field)) {
            all.add(number(item, field(field) + "[" + all.size() + "]"));
        }
        return all;
    }

    /** The names of an object's fields, in the order of the file. */
    public List<String> names() {
        return node.properties().stream()
                .map(entry -> UnicodeText.checked(path.isEmpty() ? "name" : "name in " + path, entry.getKey()))
                .toList();
    }

    /** A list of whole numbers within bounds, both inclusive. */
    public List<Integer> integers(String field, int min, int max) {
        List<Integer> all = new ArrayList<>();
        for (JsonNode item : list(field)) {
            all.add(integer(item, field(field) + "[" + all.size() + "]", min, max));
        }
        return all;
    }

    /** A list of strings. */
    public List<String> texts(String field) {
        List<String> all = new ArrayList<>();
        for (JsonNode item : list(field)) {
            all.add(text(item, field(field) + "[" + all.size() + "]"));
        }
        return all;
    }

    /** A list of objects. */
    public List<Row> objects(String field) {
        List<Row> all = new ArrayList<>();
        for (JsonNode item : list(field)) {
            all.add(new Row(item, field(field) + "[" + all.size() + "]"));
        }
        return all;
    }

    /** An object within this one. */
    public Row object(String field) {
        return new Row(at(field), field(field));
    }

    private JsonNode list(String field) {
        JsonNode value = at(field);
        if (!value.isArray()) {
            throw new IllegalArgumentException(field(field) + " must be a list, got " + shown(value));
        }
        return value;
    }

    private JsonNode at(String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            throw new IllegalArgumentException(
                    "field \"" + field(field) + "\" must be there, got fields " + String.join(", ", names()));
        }
        return value;
    }

    private String field(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String text(JsonNode value, String name) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a string, got " + shown(value));
        }
        return UnicodeText.checked(name, value.textValue());
    }

    private static int integer(JsonNode value, String name, int min, int max) {
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException(name + " must be an integer, got " + shown(value));
        }
        if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            throw new IllegalArgumentException(name + " must be in " + min + ".." + max + ", got " + shown(value));
        }
        return value.intValue();
    }

    private static double number(JsonNode value, String name) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException(name + " must be a finite number, got " + shown(value));
        }
        return value.doubleValue();
    }

    private static String shown(JsonNode value) {
        return excerpt(value.isContainerNode() ? (value.isArray() ? "a list" : "an object") : value.toString());
    }

    /** The beginning of a text, on one line and without control characters, which a terminal would obey. */
    public static String excerpt(String text) {
        String line = Printable.of(text.replace("\r", "\\r").replace("\n", "\\n"));
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "...";
    }
}
