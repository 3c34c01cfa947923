package helpsteer.report;

import helpsteer.data.paper.TableTwo;
import helpsteer.stats.Interval;
import helpsteer.stats.test.Replication;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** Tables of results, and the texts of the numbers in them. */
public final class Tables {
    private static final int ROWS_SHOWN = 60;

    private Tables() {}

    /**
     * A table from rows.
     *
     * @param name the title above the table, may be empty
     * @param columns their names, all different
     * @param rows as many cells each as there are columns; null is a missing value. A column of whole numbers or of
     *     numbers stays one; any other becomes text
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
            table.addColumns(column(columns.get(c), cells));
        }
        return table;
    }

    /** A row of a table, for {@link #of}; unlike {@link List#of} it may hold null. */
    public static List<@Nullable Object> row(@Nullable Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }

    /** A table with a row for each record and a column for each of its components. */
    public static <R extends Record> Table of(String name, Class<R> type, List<R> records) {
        RecordComponent[] components = type.getRecordComponents();
        List<List<@Nullable Object>> rows = new ArrayList<>(records.size());
        for (R each : records) {
            List<@Nullable Object> row = new ArrayList<>(components.length);
            for (RecordComponent component : components) {
                row.add(value(each, component));
            }
            rows.add(row);
        }
        return of(name, Arrays.stream(components).map(RecordComponent::getName).toList(), rows);
    }

    /** The paper's Table 2 beside ours, a row for each number, with the 95 % interval of the difference. */
    public static Table compared(String name, TableTwo table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableTwo.Cell cell : table.cells()) {
            Replication figure = cell.replication();
            int decimals = (int) Math.round(-Math.log10(2 * cell.rounding())); // as many as the paper prints
            rows.add(row(
                    cell.row(),
                    cell.statistic().name().toLowerCase(Locale.ROOT),
                    number(figure.published(), decimals),
                    number(figure.ours(), decimals),
                    interval(figure.ours() - figure.published(), figure.difference(), decimals),
                    cell.agrees() ? "yes" : "no"));
        }
        return of(name, List.of("row", "statistic", "paper", "ours", "difference, 95 %", "within error"), rows);
    }

    /** Sets how many decimals the named columns show; returns the same table. */
    public static Table decimals(Table table, int decimals, String... columns) {
        for (String column : columns) {
            if (!(table.column(column) instanceof NumberColumn<?, ?> numbers)) {
                throw new IllegalArgumentException("column must hold numbers, got " + column);
            }
            numbers.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(decimals));
        }
        return table;
    }

    /** A value with its interval: {@code 0.612 [0.571, 0.652]}. */
    public static String interval(double value, Interval interval) {
        return Numbers.interval(value, interval, 3);
    }

    /** A value with its interval and a number of decimals. */
    public static String interval(double value, Interval interval, int decimals) {
        return Numbers.interval(value, interval, decimals);
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

    static Rendered rendered(Table table) {
        return TableText.of(table, ROWS_SHOWN).rendered();
    }

    private static Column<?> column(String name, List<@Nullable Object> cells) {
        List<Object> present = cells.stream().filter(Objects::nonNull).toList();
        boolean whole = !present.isEmpty()
                && present.stream().allMatch(cell -> cell instanceof Integer || cell instanceof Long);
        if (whole) {
            LongColumn column = LongColumn.create(name);
            cells.forEach(cell -> {
                if (cell instanceof Number number) {
                    column.append(number.longValue());
                } else {
                    column.appendMissing();
                }
            });
            return column;
        }
        if (!present.isEmpty() && present.stream().allMatch(Number.class::isInstance)) {
            DoubleColumn column = DoubleColumn.create(name);
            cells.forEach(cell -> {
                if (cell instanceof Number number) {
                    column.append(number.doubleValue());
                } else {
                    column.appendMissing();
                }
            });
            return column;
        }
        StringColumn column = StringColumn.create(name);
        cells.forEach(cell -> column.append(cell == null ? "" : cell.toString()));
        return column;
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
