package helpsteer.report.table;

import static helpsteer.data.paper.TableTwo.Statistic.MEAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.paper.TableTwo;
import helpsteer.report.Rendered;
import helpsteer.stats.Numbers;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.stats.test.Replication;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

class TablesTest {

    record Row(String attribute, int rows, double mean) {}

    private static String html(Table table) {
        return Tables.rendered(table).form(Rendered.HTML);
    }

    @Test
    void plain_numbersAndNames_standInColumns() {
        Table table = Tables.of(
                "Table 2",
                List.of("attribute", "rows", "mean", "accuracy"),
                List.of(
                        List.of("helpfulness", 3005, 2.7998, "0.612 [0.571, 0.652]"),
                        List.of("verbosity", 12, 2.0, "0.5 [0.4, 0.6]")));

        assertThat(Tables.rendered(Tables.decimals(table, 2, "mean")).plain())
                .isEqualTo(
                        """
                        Table 2
                        attribute    rows  mean              accuracy
                        ---------------------------------------------
                        helpfulness  3005  2.80  0.612 [0.571, 0.652]
                        verbosity      12  2.00        0.5 [0.4, 0.6]""");
    }

    @Test
    void compared_lengthsAndRatings_haveThePapersDecimals() {
        FinitePopulation apart = FinitePopulation.independentOf(16);
        double[] values = {1, 3, 5, 7};
        TableTwo table = new TableTwo(List.of(
                new TableTwo.Cell("verbosity", MEAN, 1, 0.00005, Replication.ofMean(3.5, values, apart, 0.95)),
                new TableTwo.Cell("chars", MEAN, 1, 0.05, Replication.ofMean(90, values, apart, 0.95))));

        assertThat(Tables.rendered(Tables.compared("Table 2", table)).plain())
                .isEqualTo(
                        """
                        Table 2
                        row        statistic   paper    ours          difference, 95 %  within error
                        ----------------------------------------------------------------------------
                        verbosity  mean       3.5000  4.0000  0.5000 [-4.0935, 5.0935]  yes
                        chars      mean         90.0     4.0      -86.0 [-90.6, -81.4]  no""");
    }

    @Test
    void plain_columnWithoutFormat_hasFourSignificantDigits() {
        Table table = Tables.of("", List.of("loss"), List.of(List.of(0.123456789), List.of(12.5)));

        assertThat(Tables.rendered(table).plain()).isEqualTo("  loss\n------\n0.1235\n  12.5");
    }

    @Test
    void of_nullCell_isMissingAndKeepsTheColumnNumeric() {
        Table table = Tables.of("", List.of("n"), List.of(Tables.row(1), Tables.row((Object) null)));

        assertThat(table.column(0).type()).isEqualTo(ColumnType.LONG);
        assertThat(table.column(0).isMissing(1)).isTrue();
        assertThat(Tables.rendered(table).plain()).isEqualTo("n\n-\n1\n");
    }

    @Test
    void of_wrongNumberOfCells_isRefusedWithTheRow() {
        assertThatThrownBy(() -> Tables.of("", List.of("a", "b"), List.of(List.of(1, 2), List.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows[1] must have 2 cells, got 1");
    }

    @Test
    void of_records_haveAColumnForEachComponent() {
        Table table = Tables.of("", Row.class, List.of(new Row("coherence", 5, 3.5)));

        assertThat(table.columnNames()).containsExactly("attribute", "rows", "mean");
        assertThat(Tables.rendered(table).plain())
                .isEqualTo("attribute  rows  mean\n---------------------\ncoherence     5   3.5");
    }

    @Test
    void html_markupInCells_isEscaped() {
        String html = html(Tables.of("a < b", List.of("<th>"), List.of(List.of("<script>alert('x')</script>"))));

        assertThat(html)
                .contains("a &lt; b", "&lt;th&gt;", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void html_numbers_standOnTheRightAndTextOnTheLeft() {
        String html = html(Tables.of("", List.of("name", "n"), List.of(List.of("x", 7))));

        assertThat(html).containsPattern("text-align:left[^>]*>x<").containsPattern("text-align:right[^>]*>7<");
    }

    @Test
    void html_anyTheme_hasNoColourOfItsOwnBehindOrInTheText() {
        assertThat(html(Tables.of("t", List.of("a"), List.of(List.of("x")))))
                .doesNotContain("background:#")
                .doesNotContain(" color:#");
    }

    @Test
    void rendered_manyRows_saysHowManyAreLeft() {
        List<List<Integer>> rows = IntStream.range(0, 1061).mapToObj(List::of).toList();
        Rendered rendered = Tables.rendered(Tables.of("", List.of("i"), rows));

        assertThat(rendered.plain()).endsWith("\n59\n… 1,001 more rows");
        assertThat(rendered.form(Rendered.HTML))
                .contains(">59<", "… 1,001 more rows")
                .doesNotContain(">60<");
    }

    @Test
    void rendered_exactlyAsManyRowsAsShown_saysNothing() {
        List<List<Integer>> rows = IntStream.range(0, 60).mapToObj(List::of).toList();

        assertThat(Tables.rendered(Tables.of("", List.of("i"), rows)).plain()).doesNotContain("more row");
    }

    @Test
    void decimals_textColumn_isRefused() {
        Table table = Tables.of("", List.of("name"), List.of(List.of("x")));

        assertThatThrownBy(() -> Tables.decimals(table, 2, "name")).hasMessage("column must hold numbers, got name");
    }

    @Test
    void pValue_small_isABoundNotZero() {
        assertThat(Tables.pValue(0.0009999)).isEqualTo("<0.001");
        assertThat(Tables.pValue(0.001)).isEqualTo("0.001");
        assertThat(Tables.pValue(0.0342)).isEqualTo("0.034");
        assertThat(Tables.pValue(Double.NaN)).isEqualTo("–");
        assertThatThrownBy(() -> Tables.pValue(1.2)).hasMessage("p must be in [0, 1], got 1.2");
    }

    @Test
    void percentAndNumber_specialValues_areReadable() {
        assertThat(Tables.percent(0.6124)).isEqualTo("61.2 %");
        assertThat(Tables.percent(Double.NaN)).isEqualTo("–");
        assertThat(Tables.number(-0.0001, 2)).isEqualTo("0.00");
        assertThat(Tables.number(1234.5, 1)).isEqualTo("1,234.5");
    }

    @Test
    void significant_wholeRange_keepsWhatMeansSomething() {
        assertThat(Numbers.significant(0.30000000000000004, 7)).isEqualTo("0.3");
        assertThat(Numbers.significant(123456.7, 4)).isEqualTo("123457");
        assertThat(Numbers.significant(1e-7, 4)).isEqualTo("1e-07");
        assertThat(Numbers.significant(-2.5e12, 4)).isEqualTo("-2.5e+12");
        assertThat(Numbers.significant(0, 4)).isEqualTo("0");
    }

    /** What a file says must not command the terminal that shows it. */
    @Test
    void plain_controlCharactersInCells_areLeftOut() {
        Table table = Tables.of("a\u001b[2J\nb", List.of("x\u0007"), List.of(Tables.row("c\u009b31m\rd\te")));
        assertThat(RunTables.text(table)).isEqualTo("a[2J b\nx\n-------\nc31md e");
    }
}
