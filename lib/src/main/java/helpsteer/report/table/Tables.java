package helpsteer.report.table;

import helpsteer.data.paper.TableTwo;
import helpsteer.report.Rendered;
import helpsteer.stats.Estimate;
import helpsteer.stats.Numbers;
import helpsteer.stats.test.Replication;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.Table;

/** Tables of results, and the texts of the numbers in them. */
public final class Tables {
    private static final int ROWS_SHOWN = 60;

    private Tables() {}

    /**
     * A table from rows.
     *
     * @param name the title above the table, may be empty
     * @param columns their names, all different
     * @param rows as many cells each as there are columns; null is a missing value. A column of numbers or of estimates
     *     keeps them, as {@link TableBuilder} does; any other becomes text
     */
    public static Table of(String name, List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() != columns.size()) {
                throw new IllegalArgumentException("rows[" + i + "] must have " + columns.size() + " cells, got "
                        + rows.get(i).size());
            }
        }
        Table table = Table.create(name);
        for (int c = 0; c < columns.size(); c++) {
            List<@Nullable Object> cells = new ArrayList<>(rows.size());
            for (List<? extends @Nullable Object> row : rows) {
                cells.add(row.get(c));
            }
            Columns.add(table, columns.get(c), cells, null);
        }
        return table;
    }

    /** A row of a table, for {@link #of}; unlike {@link List#of} it may hold null. */
    public static List<@Nullable Object> row(@Nullable Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }

    /** A table with a row for each record and a column for each of its components. */
    public static <R extends Record> Table of(String name, Class<R> type, List<R> records) {
        return TableBuilder.of(name, records)
                .columns(
                        List.of(type.getRecordComponents()),
                        (table, component) -> table.column(component.getName(), each -> value(each, component)))
                .table();
    }

    /** The paper's Table 2 beside ours, a row for each number, with the 95 % interval of the difference. */
    public static Table compared(String name, TableTwo table) {
        return TableBuilder.of(name, table.cells())
                .column("row", TableTwo.Cell::row)
                .column("statistic", cell -> cell.statistic().name().toLowerCase(Locale.ROOT))
                .column("paper", cell -> number(cell.replication().published(), decimals(cell)))
                .column("ours", cell -> number(cell.replication().ours(), decimals(cell)))
                .column(
                        "difference, 95 %",
                        cell -> difference(cell.replication()).text(decimals(cell)))
                .column("within error", cell -> cell.agrees() ? "yes" : "no")
                .table();
    }

    /** As many as the paper prints. */
    private static int decimals(TableTwo.Cell cell) {
        return (int) Math.round(-Math.log10(2 * cell.rounding()));
    }

    private static Estimate difference(Replication figure) {
        return Estimate.of(figure.ours() - figure.published(), figure.difference());
    }

    /** Sets how many decimals the named columns show, estimates with their intervals; returns the same table. */
    public static Table decimals(Table table, int decimals, String... columns) {
        for (String column : columns) {
            int at = table.columnIndex(column);
            int last = Columns.isEstimate(table, at) ? at + 2 : at;
            for (int i = at; i <= last; i++) {
                if (!(table.column(i) instanceof NumberColumn<?, ?> numbers)) {
                    throw new IllegalArgumentException("column must hold numbers, got " + column);
                }
                numbers.setPrintFormatter(Columns.formatter(value -> number(value, decimals), ""));
            }
        }
        return table;
    }

    /** A value with so many decimals; NaN is a dash. */
    public static String number(double value, int decimals) {
        return Numbers.fixed(value, decimals);
    }

    /** A share as a percentage with one decimal: {@code 61.2 %}. */
    public static String percent(double share) {
        return Numbers.fixed(100 * share, 1) + (Double.isNaN(share) ? "" : " %");
    }

    /**
     * A p-value with three decimals, or {@code <0.001}.
     *
     * @throws IllegalArgumentException where it is not in [0, 1]; NaN is a dash
     */
    public static String pValue(double p) {
        if (p < 0 || p > 1) {
            throw new IllegalArgumentException("p must be in [0, 1], got " + p);
        }
        return p < 0.001 ? "<0.001" : Numbers.fixed(p, 3);
    }

    /** The table for a browser, with its plain twin; of a long table the first rows. */
    public static Rendered rendered(Table table) {
        return TableText.of(table, ROWS_SHOWN).rendered();
    }

    private static @Nullable Object value(Record from, RecordComponent component) {
        try {
            component.getAccessor().trySetAccessible(); // a record of a notebook cell need not be public
            return component.getAccessor().invoke(from);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "record must let its component be read, got " + component + ": " + e.getMessage(), e);
        }
    }
}
