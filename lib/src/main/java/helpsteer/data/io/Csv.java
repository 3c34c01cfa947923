package helpsteer.data.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A small table with named columns, read from comma-separated text.
 *
 * <p>Lines that begin with # are remarks before the header. A field may stand in double quotes, a quote within doubled;
 * a field may not go over the end of its line.
 */
public final class Csv {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final CsvReader.CsvReaderBuilder PARSER = CsvReader.builder()
            .skipEmptyLines(false)
            .allowExtraFields(true) // which are counted and named here
            .allowMissingFields(true);

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

        /** A finite number that must be there. */
        public double needed(String column) {
            return number(column).orElseThrow(() -> bad(column + " must be a number, got none"));
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
        String first = in.readLine();
        if (first != null && first.startsWith(BYTE_ORDER_MARK)) {
            first = first.substring(1);
        }
        while (first != null && first.startsWith("#")) {
            csv.remarks.add(first.substring(1).strip());
            first = in.readLine();
        }
        StringWriter table = new StringWriter();
        if (first != null) {
            table.append(first).append('\n');
            in.transferTo(table);
            if (!table.toString().endsWith("\n")) {
                table.append('\n'); // so that a quote left open on the last line goes over its end, too
            }
        }
        csv.parse(table.toString());
        if (csv.lines.isEmpty()) {
            throw new InvalidDataException(file + ":1: file must hold a header and at least one row, got none");
        }
        return csv;
    }

    private void parse(String table) {
        long number = remarks.size();
        try (CsvReader<CsvRecord> records = PARSER.ofCsvRecord(table)) {
            for (CsvRecord each : records) {
                number = remarks.size() + each.getStartingLineNumber();
                add(number, each.getFields());
            }
        } catch (CsvParseException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new InvalidDataException(
                    file + ":" + (number + 1) + ": row must be sound CSV, got \"" + reason + "\"; check its quotes", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory must be readable, got " + e.getMessage(), e);
        }
    }

    private void add(long number, List<String> fields) {
        Line line = new Line(number, fields);
        if (fields.stream().anyMatch(field -> field.indexOf('\n') >= 0 || field.indexOf('\r') >= 0)) {
            throw line.bad("quote must be closed on its line, got none; check the row");
        }
        if (header.isEmpty()) {
            header = fields;
            for (int i = 0; i < header.size(); i++) {
                if (header.indexOf(header.get(i)) < i) {
                    throw line.bad("columns must differ, got \"" + Row.excerpt(header.get(i)) + "\" twice");
                }
            }
            return;
        }
        if (fields.size() != header.size()) {
            throw line.bad("row must have " + header.size() + " fields, as the header, got " + fields.size());
        }
        lines.add(line);
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

    /** A record of each line; what the record refuses is refused by line. */
    public <T> List<T> rows(Function<Line, T> parser) {
        return lines.stream()
                .map(line -> {
                    try {
                        return parser.apply(line);
                    } catch (IllegalArgumentException e) {
                        throw line.bad(String.valueOf(e.getMessage()));
                    }
                })
                .toList();
    }
}
