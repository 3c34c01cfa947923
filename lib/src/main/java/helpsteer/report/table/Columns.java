package helpsteer.report.table;

import helpsteer.stats.Estimate;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * Columns of a Tablesaw table from cells of any kind. Whole numbers, numbers and estimates stay numbers, so that a reader
 * can filter and join by them; an estimate takes three columns, its value and the two ends of its interval, which are shown
 * as one.
 */
final class Columns {
    private static final String LOW = " low";
    private static final String HIGH = " high";

    /** What a heading says of the interval; the columns of its ends are named without. */
    private static final String INTERVAL_REMARK = "(, 95 %| \\[95 %.*])$";

    private Columns() {}

    /**
     * Adds the cells as one column, or as three where they are estimates.
     *
     * @param cells null, or an empty optional, is a missing value
     * @param text how a number is written; null for whole numbers as they are, others with four significant digits, and
     *     estimates with three decimals
     */
    static void add(Table table, String name, List<@Nullable Object> cells, @Nullable DoubleFunction<String> text) {
        List<@Nullable Object> plain = cells.stream().map(Columns::unwrapped).toList();
        List<Object> present = plain.stream().filter(Objects::nonNull).toList();
        if (present.isEmpty()) {
            table.addColumns(texts(name, plain, text));
        } else if (text == null && present.stream().allMatch(c -> c instanceof Integer || c instanceof Long)) {
            LongColumn column = LongColumn.create(name);
            plain.forEach(cell -> column.append(cell == null ? null : ((Number) cell).longValue()));
            table.addColumns(column);
        } else if (present.stream().allMatch(Number.class::isInstance)) {
            table.addColumns(numbers(name, plain, cell -> ((Number) cell).doubleValue(), text));
        } else if (present.stream().allMatch(Estimate.class::isInstance)) {
            DoubleFunction<String> written = text == null ? value -> Tables.number(value, 3) : text;
            table.addColumns(numbers(name, plain, cell -> ((Estimate) cell).value(), written));
            if (present.stream().anyMatch(cell -> ((Estimate) cell).hasInterval())) {
                table.addColumns(
                        numbers(lowOf(name), plain, cell -> ((Estimate) cell).low(), written),
                        numbers(highOf(name), plain, cell -> ((Estimate) cell).high(), written));
            }
        } else {
            table.addColumns(texts(name, plain, text));
        }
    }

    /** The name of the column with the lower ends of the intervals of a column of estimates. */
    static String lowOf(String name) {
        return name.replaceFirst(INTERVAL_REMARK, "") + LOW;
    }

    static String highOf(String name) {
        return name.replaceFirst(INTERVAL_REMARK, "") + HIGH;
    }

    /** Whether the column is followed by the two ends of its intervals. */
    static boolean isEstimate(Table table, int column) {
        return column + 2 < table.columnCount()
                && table.column(column) instanceof DoubleColumn
                && table.column(column + 1)
                        .name()
                        .equals(lowOf(table.column(column).name()))
                && table.column(column + 2)
                        .name()
                        .equals(highOf(table.column(column).name()));
    }

    /** Writes numbers as the function does, and missing values as told. */
    static NumberColumnFormatter formatter(DoubleFunction<String> text, String missing) {
        return new NumberColumnFormatter(NumberFormat.getInstance(Locale.ROOT), missing) {
            @Override
            public String format(double value) {
                return Double.isNaN(value) ? missing : text.apply(value);
            }
        };
    }

    private static @Nullable Object unwrapped(@Nullable Object cell) {
        if (cell instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (cell instanceof OptionalDouble optional) {
            return optional.isPresent() ? (Object) optional.getAsDouble() : null;
        }
        return cell;
    }

    /** Tablesaw takes NaN for missing: a column with a NaN among its cells shows a dash, one without an empty cell. */
    private static DoubleColumn numbers(
            String name,
            List<@Nullable Object> cells,
            ToDoubleFunction<Object> number,
            @Nullable DoubleFunction<String> text) {
        DoubleColumn column = DoubleColumn.create(name);
        boolean undefined = false;
        for (Object cell : cells) {
            if (cell == null) {
                column.appendMissing();
            } else {
                column.append(number.applyAsDouble(cell));
                undefined |= Double.isNaN(number.applyAsDouble(cell));
            }
        }
        if (text != null) {
            column.setPrintFormatter(formatter(text, undefined ? text.apply(Double.NaN) : ""));
        }
        return column;
    }

    private static Column<?> texts(String name, List<@Nullable Object> cells, @Nullable DoubleFunction<String> text) {
        StringColumn column = StringColumn.create(name);
        for (Object cell : cells) {
            if (text != null && cell instanceof Estimate estimate) {
                column.append(estimate.text(text));
            } else if (text != null && cell instanceof Double number) {
                column.append(text.apply(number));
            } else {
                column.append(cell == null ? "" : cell.toString());
            }
        }
        return column;
    }
}
