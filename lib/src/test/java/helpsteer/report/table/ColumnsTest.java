package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.stats.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

class ColumnsTest {
    private static Table table(String name, @Nullable DoubleFunction<String> text, @Nullable Object... cells) {
        Table table = Table.create("t");
        Columns.add(table, name, Arrays.asList(cells), text);
        return table;
    }

    private static List<String> shown(Table table) {
        return TableText.of(table, 10).rows().stream().map(row -> row.get(0)).toList();
    }

    @Test
    void add_wholeNumbers_areLongsWithMissingOnes() {
        Table table = table("n", null, 1, 20L, null, Optional.empty(), Optional.of(4));
        assertThat(table.column(0).type()).isEqualTo(ColumnType.LONG);
        assertThat(table.longColumn(0).isMissing(2)).isTrue();
        assertThat(table.longColumn(0).countMissing()).isEqualTo(2);
        assertThat(table.longColumn(0).getLong(4)).isEqualTo(4);
    }

    /** A missing number is an empty cell; one that is not defined is a dash, if the column has such a one. */
    @Test
    void add_numbers_areDoublesWrittenAsTold() {
        DoubleFunction<String> two = value -> Tables.number(value, 2);
        Table table = table("n", two, 1.25, null, OptionalDouble.of(2), OptionalDouble.empty(), 3);
        assertThat(table.column(0).type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(shown(table)).containsExactly("1.25", "", "2.00", "", "3.00");
        assertThat(shown(table("n", two, 1.0, Double.NaN))).containsExactly("1.00", Tables.number(Double.NaN, 2));
        assertThat(table("n", two, 1, 2).column(0).type())
                .as("whole numbers with decimals")
                .isEqualTo(ColumnType.DOUBLE);
    }

    @Test
    void add_estimates_areThreeColumnsShownAsOne() {
        Table table = table("accuracy, 95 %", null, new Estimate(0.5, 0.25, 0.75, 0.95), null, Estimate.of(1));
        assertThat(table.columnNames()).containsExactly("accuracy, 95 %", "accuracy low", "accuracy high");
        assertThat(Columns.isEstimate(table, 0)).isTrue();
        assertThat(Columns.isEstimate(table, 1)).isFalse();
        assertThat(table.doubleColumn(1).getDouble(0)).isEqualTo(0.25);
        assertThat(table.doubleColumn(2).isMissing(1)).isTrue();
        assertThat(TableText.of(table, 10).columns()).hasSize(1);
        assertThat(shown(table)).startsWith("0.500 [0.250, 0.750]", "");
        Table bare = table("accuracy", null, Estimate.of(0.5));
        assertThat(bare.columnNames()).containsExactly("accuracy");
        assertThat(Columns.isEstimate(bare, 0)).isFalse();
    }

    @Test
    void names_ofTheEnds_leaveOutTheRemarkOnTheInterval() {
        assertThat(Columns.lowOf("a [95 % by bootstrap]")).isEqualTo("a low");
        assertThat(Columns.highOf("a [95 %]")).isEqualTo("a high");
        assertThat(Columns.lowOf("a, 95 %")).isEqualTo("a low");
        assertThat(Columns.highOf("95 % of a")).isEqualTo("95 % of a high");
    }

    /** Cells of several kinds are text, each written as it would be alone. */
    @Test
    void add_mixedOrNoCells_areTexts() {
        DoubleFunction<String> one = value -> Tables.number(value, 1);
        Table table = table("m", one, "a", 1.25, 3, new Estimate(0.5, 0.25, 0.75, 0.95), null, true);
        assertThat(table.column(0).type()).isEqualTo(ColumnType.STRING);
        assertThat(shown(table)).containsExactly("a", "1.3", "3", "0.5 [0.3, 0.8]", "", "true");
        assertThat(shown(table("m", null, "a", 1.25))).containsExactly("a", "1.25");
        assertThat(table("m", one, null, Optional.empty()).column(0).type()).isEqualTo(ColumnType.STRING);
        assertThat(table("m", null).rowCount()).isZero();
    }
}
