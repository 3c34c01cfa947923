package helpsteer.data.paper;

import helpsteer.data.io.Csv;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A table as printed in arXiv 2406.08673: cells by the name of their row and column.
 *
 * <p>The first column names the rows. A cell that the paper leaves out or prints as a dash is empty.
 */
public final class PaperTable {
    private final String source;
    private final List<String> columns;
    private final Map<String, Csv.Line> rows = new LinkedHashMap<>();

    private PaperTable(Csv csv) {
        source = String.join(" ", csv.remarks());
        columns = csv.columns();
        for (Csv.Line line : csv.lines()) {
            if (rows.put(line.text(columns.get(0)), line) != null) {
                throw line.bad(columns.get(0) + " must be unique, got \"" + line.text(columns.get(0)) + "\" again");
            }
        }
    }

    /** A table of such a form, whose first column names the rows. */
    public static PaperTable of(Csv csv) {
        return new PaperTable(csv);
    }

    /**
     * Table 1 to 6 of the paper.
     *
     * @throws IllegalArgumentException for any other number
     */
    public static PaperTable number(int number) {
        String name = "table" + number + ".csv";
        try (InputStream in = PaperTable.class.getResourceAsStream("/helpsteer/paper/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("number must be in 1..6, got " + number);
            }
            return new PaperTable(
                    Csv.read(name, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    /** Where the numbers come from. */
    public String source() {
        return source;
    }

    /** Names of all columns, the first of which names the rows. */
    public List<String> columns() {
        return columns;
    }

    /** Names of the rows, in the order of the paper. */
    public List<String> rows() {
        return List.copyOf(rows.keySet());
    }

    /** A cell as printed. */
    public String text(String row, String column) {
        return line(row).text(column);
    }

    /** A cell as a number; empty where the paper has none. */
    public OptionalDouble number(String row, String column) {
        return line(row).number(column);
    }

    private Csv.Line line(String row) {
        Csv.Line line = rows.get(row);
        if (line == null) {
            throw new IllegalArgumentException("row must be one of " + rows.keySet() + ", got \"" + row + "\"");
        }
        return line;
    }
}
