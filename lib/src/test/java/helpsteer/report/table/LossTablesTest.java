package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.study.losses.Covariances;
import helpsteer.study.losses.LossPlan;
import helpsteer.study.losses.LossReport;
import helpsteer.study.losses.LossStudy;
import helpsteer.study.losses.Situation.Part;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import tech.tablesaw.api.Table;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LossTablesTest {
    private LossReport report;

    @BeforeAll
    void run() {
        LossPlan plan = new LossPlan(List.of(50, 100), 0.7, List.of(0.5, 1.0));
        report = new LossStudy(Covariances.isotropic(8), plan).run(new LossStudy.Settings(3, 1, 1));
    }

    @Test
    void accuracies_learningCurve_hasARowForEachLossAndNumberOfPairs() {
        Table table = LossTables.accuracies(report, Part.LEARNING_CURVE);
        assertThat(table.rowCount()).isEqualTo(10);
        assertThat(table.stringColumn("learner").asList())
                .startsWith("regression", "regular BT", "margin BT", "scaled BT", "scaled BT from regression");
        assertThat(table.stringColumn("less that of").asList())
                .startsWith("regular BT", "", "regular BT", "regular BT", "scaled BT");
        assertThat(table.doubleColumn("best possible, labels [95 %]").max()).isLessThan(1);
        assertThat(RunTables.text(table)).contains("accuracy, gold [95 %]");
    }

    @Test
    void lengthBias_bias_tellsTheShareCopied() {
        Table table = LossTables.lengthBias(report);
        assertThat(table.rowCount()).isEqualTo(3 * 16);
        assertThat(table.doubleColumn("share copied").countMissing()).isEqualTo(16);
        double weight = table.doubleColumn("weight on length [95 %]").get(47);
        assertThat(table.doubleColumn("share copied").get(47)).isEqualTo(weight / 0.8);
        assertThat(table.stringColumn("data").get(47)).isEqualTo("length bias 1");
    }

    @Test
    void attributes_rows_areByPairsAndAttribute() {
        assertThat(LossTables.attributes(report).rowCount()).isEqualTo(10);
    }

    @Test
    void charts_report_haveALineOrSeriesForEach() {
        XYChart chart = LossTables.learningCurve("More pairs, more learnt", report);
        assertThat(chart.getSeriesCollection())
                .extracting(XYSeries::getName)
                .contains("regression", "scaled BT", "best possible");
        assertThat(LossTables.biasCopied("Length is copied", report).png()).isNotEmpty();
    }
}
