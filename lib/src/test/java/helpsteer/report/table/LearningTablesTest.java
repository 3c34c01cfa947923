package helpsteer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.study.learning.LearningReport;
import helpsteer.study.learning.LearningScore;
import helpsteer.study.learning.PredictedPreferences;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class LearningTablesTest {
    private static LearningScore.RSquared rSquared(double ratings) {
        return new LearningScore.RSquared(ratings, ratings + 0.1);
    }

    private static LearningReport report(double rSquared) {
        return new LearningReport(List.of(
                new LearningScore("ceiling", 1, 0.9, 0.8, rSquared(0.75), PredictedPreferences.NONE, 0),
                new LearningScore("shorter wins", 1, 0.55, 0.5, rSquared(rSquared), PredictedPreferences.NONE, 1),
                new LearningScore("ceiling", 2, 0.9, 0.8, rSquared(0.85), PredictedPreferences.NONE, 0),
                new LearningScore("shorter wins", 2, 0.45, 0.5, rSquared(rSquared), PredictedPreferences.NONE, 1)));
    }

    @Test
    void calibration_hasARowForEachCalibratedLearner() {
        LearningScore known = new LearningScore(
                "model",
                1,
                0.9,
                0.8,
                rSquared(0.7),
                new PredictedPreferences(List.of(0.6, 0.7, 0.9, 0.6), List.of(1.0, 1.0, 1.0, 0.0)),
                1);
        Table table = LearningTables.calibration(
                "Sure",
                new LearningReport(List.of(
                        new LearningScore("ceiling", 1, 1, 0.9, rSquared(0.7), PredictedPreferences.NONE, 0), known)));
        assertThat(table.rowCount()).isEqualTo(1);
        assertThat(table.name()).isEqualTo("Sure, simulated data, 1 world");
        assertThat(ShownTable.cell(table, 0, "learner")).isEqualTo("model");
        assertThat(ShownTable.cell(table, 0, "pairs")).isEqualTo("4");
        assertThat(ShownTable.cell(table, 0, "expected calibration error")).contains("[");
    }

    @Test
    void learners_ruleThatOnlyRanks_hasADashForRSquared() {
        Table table = LearningTables.learners("Learners", report(Double.NaN));
        assertThat(ShownTable.cell(table, 1, "learner")).isEqualTo("shorter wins");
        assertThat(ShownTable.cell(table, 1, "R² of ratings")).isEqualTo("–");
        assertThat(ShownTable.cell(table, 1, "R² of gold")).isEqualTo("–");
        assertThat(ShownTable.cell(table, 0, "R² of ratings")).startsWith("0.800 [");
        assertThat(ShownTable.cell(table, 0, "R² of gold")).startsWith("0.900 [");
        assertThat(ShownTable.cell(table, 1, "accuracy of gold")).startsWith("0.500 [");
    }
}
