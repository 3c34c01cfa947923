package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.stats.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

class TableBuilderTest {
    private record Model(String name, int pairs, Estimate accuracy, double p) {}

    private static final List<Model> MODELS = List.of(
            new Model("frozen", 10, new Estimate(0.5, 0.25, 0.75, 0.95), 0.0004),
            new Model("tuned", 20, new Estimate(0.75, 0.5, 1, 0.95), 0.25));

    private static Table table() {
        return TableBuilder.of("Models", MODELS)
                .column("model", Model::name)
                .column("pairs", Model::pairs)
                .column("accuracy [95 %]", Model::accuracy)
                .pValue("p", Model::p)
                .table();
    }

    private static String plain(Table table) {
        return Tables.rendered(table).plain();
    }

    @Test
    void table_numbersAndEstimates_stayNumbers() {
        Table table = table();

        assertThat(table.columnNames())
                .containsExactly("model", "pairs", "accuracy [95 %]", "accuracy low", "accuracy high", "p");
        assertThat(table.types())
                .containsExactly(
                        ColumnType.STRING,
                        ColumnType.LONG,
                        ColumnType.DOUBLE,
                        ColumnType.DOUBLE,
                        ColumnType.DOUBLE,
                        ColumnType.DOUBLE);
        assertThat(table.doubleColumn("accuracy high").asDoubleArray()).containsExactly(0.75, 1);
    }

    @Test
    void rendered_estimate_isOneCellWithItsInterval() {
        assertThat(plain(table()))
                .isEqualTo(
                        """
                        Models
                        model   pairs       accuracy [95 %]       p
                        -------------------------------------------
                        frozen     10  0.500 [0.250, 0.750]  <0.001
                        tuned      20  0.750 [0.500, 1.000]   0.250""");
        assertThat(Tables.rendered(table()).form(helpsteer.report.Rendered.HTML))
                .contains(">0.500 [0.250, 0.750]<");
    }

    @Test
    void rendered_filteredAndSorted_keepsItsFormats() {
        Table table = table();
        Table sure = table.where(table.doubleColumn("accuracy low").isGreaterThanOrEqualTo(0.3));

        assertThat(plain(sure)).endsWith("tuned     20  0.750 [0.500, 1.000]  0.250");
        assertThat(plain(table.sortDescendingOn("accuracy [95 %]"))).contains("0.750 [0.500, 1.000]   0.250\nfrozen");
    }

    @Test
    void rendered_joinedAndGrouped_showsNumbers() {
        Table more = TableBuilder.of("", MODELS)
                .column("model", Model::name)
                .column("half", 1, m -> m.pairs() / 2.0)
                .table();

        Table joined = table().joinOn("model").with(more).join();
        assertThat(plain(joined)).contains("frozen     10  0.500 [0.250, 0.750]  <0.001   5.0");
        assertThat(table().selectColumns("model", "accuracy [95 %]").column(1).getString(0))
                .isEqualTo("0.500");
    }

    @Test
    void column_missingValues_areEmptyAndUndefinedOnesADash() {
        Table missing = TableBuilder.of("", List.of(0, 1))
                .column("optional", 1, i -> i == 0 ? OptionalDouble.of(2) : OptionalDouble.empty())
                .column("count", i -> i == 0 ? Optional.of(3) : Optional.empty())
                .column("undefined", 1, i -> i == 0 ? 4 : Double.NaN)
                .column("estimate", i -> i == 0 ? new Estimate(5, 4, 6, 0.95) : null)
                .table();

        assertThat(missing.column("count").type()).isEqualTo(ColumnType.LONG);
        assertThat(plain(missing))
                .endsWith("     2.0      3        4.0  5.000 [4.000, 6.000]\n" + "                         –");
    }

    @Test
    void column_estimatesWithoutIntervals_takeOneColumn() {
        Table printed = TableBuilder.of("", List.of(8.28))
                .column("MT-Bench", 2, Estimate::of)
                .table();

        assertThat(printed.columnNames()).containsExactly("MT-Bench");
        assertThat(plain(printed)).endsWith("8.28");
    }

    @Test
    void column_textsAmongNumbers_areWrittenInTheSameFormat() {
        Table mixed = TableBuilder.of("", List.of(0, 1, 2))
                .column("x", 2, i -> i == 0 ? "not run" : i == 1 ? 0.5 : new Estimate(0.5, 0.25, 1, 0.95))
                .table();

        assertThat(mixed.stringColumn("x").asList()).containsExactly("not run", "0.50", "0.50 [0.25, 1.00]");
    }

    @Test
    void decimals_estimate_changesTheIntervalToo() {
        assertThat(plain(Tables.decimals(table(), 1, "accuracy [95 %]"))).contains("0.8 [0.5, 1.0]");
    }

    @Test
    void columns_aThingEach_makesAColumnForEach() {
        Table powers = TableBuilder.of("", List.of(2, 3))
                .columns(List.of(1, 2), (table, n) -> table.column("^" + n, base -> (int) Math.pow(base, n)))
                .table();

        assertThat(powers.columnNames()).containsExactly("^1", "^2");
        assertThat(powers.longColumn("^2").asList()).containsExactly(4L, 9L);
    }

    @Test
    void rendered_formatWithOneDecimal_keepsItOnWholeNumbers() {
        Table seconds =
                TableBuilder.of("", List.of(3.0)).column("seconds", 1, s -> s).table();

        assertThat(plain(seconds)).endsWith("    3.0");
    }
}
