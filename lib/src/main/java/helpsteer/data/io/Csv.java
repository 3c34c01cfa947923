package helpsteer.data.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A small table with named columns, read from comma-separated text.
 *
 * <p>Lines that begin with # are remarks before the header. A field may stand in double quotes, a quote within doubled;
 * a field may not go over the end of its line.
 */
public final class Csv {
    private final String file;
    private final List<String> remarks = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private List<String> header = List.of();

    /** The fields of one line. */
    public final class Line {
        private final long number;
        private final List<String> fields;

        private Line(long number, List<String> fields) {
            this.number = number;
            this.fields = fields;
        }

        /** A field by its column's name. */
        public String text(String column) {
            int at = header.indexOf(column);
            if (at < 0) {
                throw bad("columns must hold \"" + column + "\", got " + String.join(", ", header));
            }
            return fields.get(at);
        }

        /** A whole number within bounds, both inclusive. */
        public int integer(String column, int min, int max) {
            String text = text(column);
            try {
                int value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw bad(column + " must be an integer, got \"" + Row.excerpt(text) + "\"");
            }
            throw bad(column + " must be in " + min + ".." + max + ", got " + text);
        }

        /** A finite number, or nothing for an empty field. */
        public OptionalDouble number(String column) {
            String text = text(column);
            if (text.isEmpty()) {
                return OptionalDouble.empty();
            }
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return OptionalDouble.of(value);
                }
            } catch (NumberFormatException e) {
                throw bad(column + " must be a number or empty, got \"" + Row.excerpt(text) + "\"");
            }
            throw bad(column + " must be finite, got " + text);
        }

        /** The refusal of this line. */
        public InvalidDataException bad(String reason) {
            return new InvalidDataException(file + ":" + number + ": " + reason);
        }
    }

    private Csv(String file) {
        this.file = file;
    }

    /** Reads a file, which must be UTF-8. */
    public static Csv read(Path file) {
        String name = Rows.nameOf(file);
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return read(name, in);
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(
                    name + ":1: file must be UTF-8, got bytes that are not; save it as UTF-8", e);
        } catch (IOException e) {
            throw new InvalidDataException(name + ":1: file must be readable, got " + e.getMessage(), e);
        }
    }

    /** Reads a table to its end. */
    public static Csv read(String file, BufferedReader in) throws IOException {
        Csv csv = new Csv(file);
        long number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (csv.header.isEmpty() && line.startsWith("#")) {
                csv.remarks.add(line.substring(1).strip());
                continue;
            }
            csv.add(number, line);
        }
        if (csv.lines.isEmpty()) {
            throw new InvalidDataException(file + ":1: file must hold a header and at least one row, got none");
        }
        return csv;
    }

    private void add(long number, String text) {
        List<String> fields = fields(number, text);
        if (header.isEmpty()) {
            header = fields;
            return;
        }
        Line line = new Line(number, fields);
        if (fields.size() != header.size()) {
            throw line.bad("row must have " + header.size() + " fields, as the header, got " + fields.size());
        }
        lines.add(line);
    }

    private List<String> fields(long number, String text) {
        if (text.indexOf('"') < 0) {
            return Arrays.asList(text.split(",", -1));
        }
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new Line(number, List.of()).bad("quote must be closed on its line, got none; check the row");
        }
        fields.add(field.toString());
        return fields;
    }

    public List<String> columns() {
        return header;
    }

    public List<String> remarks() {
        return remarks;
    }

    public List<Line> lines() {
        return lines;
    }
}
