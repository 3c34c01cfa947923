package helpsteer.report.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A Tablesaw table from rows that are objects and columns that are functions of them:
 *
 * <pre>{@code
 * TableBuilder.of("Accuracies", scores)
 *         .column("model", PairScores::model)
 *         .column("accuracy [95 %]", s -> s.accuracy().toEstimate())
 *         .table();
 * }</pre>
 *
 * <p>Columns are typed by what the functions give. Numbers stay numbers. A {@link helpsteer.stats.Estimate} gives three
 * columns, {@code accuracy [95 %]}, {@code accuracy low} and {@code accuracy high}, which are shown as one. Null and an
 * empty optional are missing values.
 */
public final class TableBuilder<R> {
    private final List<R> rows;
    private final Table table;

    private TableBuilder(Table table, List<R> rows) {
        this.table = table;
        this.rows = rows;
    }

    /**
     * A table without columns yet.
     *
     * @param title above the table, may be empty
     */
    public static <R> TableBuilder<R> of(String title, Collection<R> rows) {
        return new TableBuilder<>(Table.create(title), List.copyOf(rows));
    }

    /** A column of texts, numbers or estimates, whose intervals are shown with three decimals. */
    public TableBuilder<R> column(String name, Function<? super R, ? extends @Nullable Object> value) {
        return add(name, null, value);
    }

    /** A column of numbers or estimates that are shown with so many decimals; NaN is a dash. */
    public TableBuilder<R> column(String name, int decimals, Function<? super R, ? extends @Nullable Object> value) {
        return add(name, number -> Tables.number(number, decimals), value);
    }

    /** A column of numbers that are shown as the function writes them. */
    public TableBuilder<R> column(
            String name, DoubleFunction<String> text, Function<? super R, ? extends @Nullable Object> value) {
        return add(name, text, value);
    }

    /** A column of p-values, as {@link Tables#pValue} shows them. */
    public TableBuilder<R> pValue(String name, Function<? super R, ? extends @Nullable Object> value) {
        return add(name, Tables::pValue, value);
    }

    /** Columns for each of several things, such as a column for each model. */
    public <C> TableBuilder<R> columns(Collection<C> things, BiConsumer<TableBuilder<R>, C> columns) {
        things.forEach(thing -> columns.accept(this, thing));
        return this;
    }

    /**
     * A column for each of several things, such as of each model a number.
     *
     * @param name of a thing's column
     * @param decimals as in {@link #column(String, int, Function)}
     */
    public <C> TableBuilder<R> columns(
            Collection<C> things,
            Function<? super C, String> name,
            int decimals,
            BiFunction<? super C, ? super R, ? extends @Nullable Object> value) {
        return columns(
                things, (table, thing) -> table.column(name.apply(thing), decimals, row -> value.apply(thing, row)));
    }

    private TableBuilder<R> add(
            String name, @Nullable DoubleFunction<String> text, Function<? super R, ? extends @Nullable Object> value) {
        List<@Nullable Object> cells = new ArrayList<>(rows.size());
        rows.forEach(row -> cells.add(value.apply(row)));
        Columns.add(table, name, cells, text);
        return this;
    }

    /** The table. */
    public Table table() {
        return table;
    }
}
