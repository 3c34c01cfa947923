package helpsteer.report.table;

import helpsteer.report.Html;
import helpsteer.report.Rendered;
import helpsteer.run.Printable;
import helpsteer.stats.Estimate;
import helpsteer.stats.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table as texts, ready to be laid out.
 *
 * @param title may be empty
 * @param columns names
 * @param right whether a column stands on the right, as numbers do
 * @param rows the cells of the rows that are shown
 * @param left how many rows are not shown
 */
record TableText(String title, List<String> columns, List<Boolean> right, List<List<String>> rows, int left) {
    private static final Pattern NUMERIC =
            Pattern.compile("[-+−]?[<>≤≥]?\\s?[\\d.,]+([eE][-+]?\\d+)?\\s?(%|\\[.*]|± ?[\\d.]+)?|–|");
    private static final int UNFORMATTED_DIGITS = 4;
    private static final double PROBE = 1 / Math.PI; // has more digits than any format shows, and is a share

    static TableText of(Table table, int limit) {
        int shown = Math.min(table.rowCount(), limit);
        List<String> names = new ArrayList<>();
        List<Boolean> right = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>(shown);
        for (int r = 0; r < shown; r++) {
            rows.add(new ArrayList<>(table.columnCount()));
        }
        for (int c = 0; c < table.columnCount(); c++) {
            boolean estimate = Columns.isEstimate(table, c);
            boolean numeric = shown > 0;
            for (int r = 0; r < shown; r++) {
                String text = estimate ? estimate(table, c, r) : cell(table.column(c), r);
                numeric &= NUMERIC.matcher(text).matches();
                rows.get(r).add(text);
            }
            names.add(table.column(c).name());
            right.add(numeric);
            c += estimate ? 2 : 0;
        }
        return new TableText(table.name() == null ? "" : table.name(), names, right, rows, table.rowCount() - shown);
    }

    /** A value with the two ends of its interval, which stand in the two columns after it. */
    private static String estimate(Table table, int column, int row) {
        String value = cell(table.column(column), row);
        return table.column(column + 1).isMissing(row)
                ? value
                : Estimate.joined(value, cell(table.column(column + 1), row), cell(table.column(column + 2), row));
    }

    private static String cell(Column<?> column, int row) {
        if (!(column instanceof DoubleColumn numbers)) {
            return column.isMissing(row) ? "" : column.getString(row);
        }
        return isFormatted(numbers) || column.isMissing(row)
                ? column.getString(row)
                : Numbers.significant(numbers.getDouble(row), UNFORMATTED_DIGITS);
    }

    /** Whether the column has a format of its own, which Tablesaw does not tell; without, all digits are written. */
    private static boolean isFormatted(DoubleColumn column) {
        return !column.emptyCopy().append(PROBE).getString(0).equals(Double.toString(PROBE));
    }

    private String rest() {
        return left == 0
                ? ""
                : "… " + String.format(java.util.Locale.ROOT, "%,d", left) + " more row" + (left == 1 ? "" : "s");
    }

    Rendered rendered() {
        return Rendered.html(html(), plain());
    }

    /** Lines for a terminal, with nothing in them that it would obey. */
    String plain() {
        List<String> columns = printable(this.columns);
        List<List<String>> rows = this.rows.stream().map(TableText::printable).toList();
        List<Integer> widths = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            int width = columns.get(c).length();
            for (List<String> row : rows) {
                width = Math.max(width, row.get(c).length());
            }
            widths.add(width);
        }
        StringBuilder out = new StringBuilder(title.isEmpty() ? "" : Printable.line(title) + "\n");
        out.append(line(columns, widths)).append('\n');
        out.append("-".repeat(widths.stream().mapToInt(Integer::intValue).sum() + 2 * Math.max(0, widths.size() - 1)));
        rows.forEach(row -> out.append('\n').append(line(row, widths)));
        return out.append(left == 0 ? "" : "\n" + rest()).toString();
    }

    private static List<String> printable(List<String> cells) {
        return cells.stream().map(Printable::line).toList();
    }

    private String line(List<String> cells, List<Integer> widths) {
        StringBuilder out = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            String space = " ".repeat(widths.get(c) - cells.get(c).length());
            out.append(c == 0 ? "" : "  ").append(right.get(c) ? space + cells.get(c) : cells.get(c) + space);
        }
        return out.toString().stripTrailing();
    }

    String html() {
        StringBuilder out = new StringBuilder(
                "<table style=\"border-collapse:collapse;margin:4px 0;font-size:90%;font-variant-numeric:tabular-nums\">");
        if (!title.isEmpty()) {
            out.append(Html.element(
                    "caption",
                    "caption-side:top;text-align:left;font-weight:bold;padding:2px 0 4px 0;color:inherit",
                    title));
        }
        out.append("<thead>");
        row(out, "th", columns, "font-weight:bold;border:none;border-bottom:1px solid currentColor");
        out.append("</thead><tbody>");
        rows.forEach(row -> row(out, "td", row, "border:none;border-bottom:1px solid " + Html.RULE));
        out.append("</tbody></table>");
        if (left > 0) {
            out.append(Html.element("div", "font-size:85%;opacity:.7", rest()));
        }
        return Html.block(out.toString());
    }

    private void row(StringBuilder out, String tag, List<String> cells, String style) {
        out.append("<tr style=\"background:none\">");
        for (int c = 0; c < cells.size(); c++) {
            String side = right.get(c) ? "right" : "left";
            out.append(Html.element(tag, "text-align:" + side + ";padding:2px 10px;" + style, cells.get(c)));
        }
        out.append("</tr>");
    }
}
