package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.fetch.DataHome;
import helpsteer.report.Rendered;
import helpsteer.study.paper.Verdict;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ReproductionReportTest {
    private final ReproductionReport report = ReproductionReport.of(DataHome.sample());

    @Test
    void table_ofScores_showsPrintBesideOursWithOneDigitMore() {
        Table table = report.table("3");
        assertThat(ShownTable.columns(table))
                .containsExactly("row", "column", "paper", "ours [95 %]", "verdict", "from", "remark");
        assertThat(ShownTable.cell(table, 0, "row")).isEqualTo("Nemotron-4 340B RM (w. HelpSteer2)");
        assertThat(ShownTable.cell(table, 0, "paper")).isEqualTo("92.0");
        assertThat(ShownTable.cell(table, 0, "ours [95 %]")).matches("92\\.0[23]");
        assertThat(ShownTable.cell(table, 0, "verdict")).isEqualTo("exact");
    }

    @Test
    void rules_ofATable_sayToleranceAndReasonOnceForEachRule() {
        assertThat(report.rules("6"))
                .containsExactly(
                        "node hours: by train.metrics.ModelFlops; tolerance: any, as ours is an estimate of the"
                                + " training arithmetic alone: sequences of 4,096 tokens at 40 % of the peak of eight H100");
    }

    /** A long table is not cut, as every number is to be seen. */
    @Test
    void rendered_allTables_hasALineForEachNumber() {
        Rendered rendered = report.rendered();
        assertThat(rendered.plain()).contains("Pythia 1.4B (w. Open Assistant)").doesNotContain("more row");
        assertThat(rendered.form(Rendered.HTML)).contains("<table").contains("needs the large model");
        long large = report.reproduction().counts().getOrDefault(Verdict.NEEDS_LARGE_MODEL, 0L);
        assertThat(rendered.plain().lines().filter(line -> line.endsWith(" needs the large model")))
                .hasSize(Math.toIntExact(large) + 1); // and the first line, which counts them
    }
}
