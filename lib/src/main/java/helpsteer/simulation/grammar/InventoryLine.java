package helpsteer.simulation.grammar;

import helpsteer.data.io.InvalidDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line "key: field | field" of an inventory's file.
 *
 * @param number from 1
 */
record InventoryLine(String file, int number, String key, List<String> fields) {
    private static final Pattern BAR = Pattern.compile("\\|");
    private static final Pattern END_MARK = Pattern.compile("[.!?]");
    private static final Pattern SPACES = Pattern.compile("\\s{2,}|\\t");

    InventoryLine {
        fields = List.copyOf(fields);
    }

    /** Divides a line. */
    static InventoryLine parse(String file, int number, String text) {
        int colon = text.indexOf(':');
        InventoryLine line = new InventoryLine(file, number, colon < 0 ? text : text.substring(0, colon), List.of());
        if (colon < 0) {
            throw line.bad("a line must be \"key: field | field\", got \"" + text + "\"");
        }
        List<String> fields = new ArrayList<>();
        for (String field : BAR.split(text.substring(colon + 1), -1)) {
            if (field.isBlank()) {
                throw line.bad("a field must not be empty, got \"" + text + "\"");
            }
            if (SPACES.matcher(field.strip()).find()) {
                throw line.bad("words must be divided by one space, got \"" + field.strip() + "\"");
            }
            fields.add(field.strip());
        }
        return new InventoryLine(file, number, line.key, fields);
    }

    /** The refusal of this line. */
    InvalidDataException bad(String reason) {
        return new InvalidDataException(file + ":" + number + ": " + reason);
    }

    /** Refuses another number of fields. */
    InventoryLine count(int count) {
        if (fields.size() != count) {
            throw bad(key + " must have " + count + (count == 1 ? " field" : " fields") + ", got " + fields.size());
        }
        return this;
    }

    /** Refuses a field that does not hold each of these once. */
    InventoryLine holding(String... placeholders) {
        for (String field : fields) {
            for (String placeholder : placeholders) {
                int at = field.indexOf(placeholder);
                if (at < 0 || field.indexOf(placeholder, at + 1) >= 0) {
                    throw bad(key + " must hold " + placeholder + " once, got \"" + field + "\"");
                }
            }
        }
        return this;
    }

    /** Refuses a field that is not one whole sentence. */
    InventoryLine sentences() {
        for (String field : fields) {
            if (!END_MARK.matcher(field.substring(field.length() - 1)).matches()
                    || END_MARK.matcher(field.substring(0, field.length() - 1)).find()) {
                throw bad(key + " must be one sentence with its mark at the end, got \"" + field + "\"");
            }
        }
        return this;
    }

    /** Refuses a field that holds the end of a sentence. */
    InventoryLine withoutEnd() {
        for (String field : fields) {
            if (END_MARK.matcher(field).find()) {
                throw bad(key + " must be part of a sentence without . ! or ?, got \"" + field + "\"");
            }
        }
        return this;
    }

    /** The five vocabularies. */
    Wordings wordings() {
        return new Wordings(count(Wordings.LEVELS).fields());
    }

    /** A field as a whole number within bounds, both inclusive. */
    int integer(int field, int min, int max) {
        try {
            int value = Integer.parseInt(fields.get(field));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw bad(key + " must be a whole number, got \"" + fields.get(field) + "\"");
        }
        throw bad(key + " must be in " + min + ".." + max + ", got " + fields.get(field));
    }
}
