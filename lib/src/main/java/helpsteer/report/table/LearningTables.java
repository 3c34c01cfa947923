package helpsteer.report.table;

import helpsteer.reward.calibration.ExpectedCalibrationError;
import helpsteer.study.learning.LearningReport;
import helpsteer.study.learning.LearningScore;
import helpsteer.study.learning.PredictedPreferences;
import java.util.List;
import tech.tablesaw.api.Table;

/** Tables of what learners make of simulated ratings. */
public final class LearningTables {
    private LearningTables() {}

    /** A row for each learner: how near it comes to the best there can be, with 95 % intervals over the worlds. */
    public static Table learners(String title, LearningReport report) {
        return TableBuilder.of(
                        title + ", simulated data, mean of " + report.seeds()
                                + (report.seeds() == 1 ? " world" : " worlds"),
                        report.learners())
                .column("learner", learner -> learner)
                .column("accuracy of gold", learner -> report.mean(learner, LearningScore::goldAccuracy))
                .column("of its ceiling", report::shareOfCeiling)
                .column("of the way from chance", report::shareOfTheWay)
                .column("accuracy of ratings", learner -> report.mean(learner, LearningScore::labelAccuracy))
                .column("of the ratings' ceiling", report::shareOfRatingsCeiling)
                .column(
                        "R² of ratings",
                        learner ->
                                report.mean(learner, score -> score.rSquared().ratings()))
                .column(
                        "R² of gold",
                        learner ->
                                report.mean(learner, score -> score.rSquared().gold()))
                .column(
                        "seconds",
                        learner -> Math.round(
                                report.mean(learner, LearningScore::seconds).value()))
                .table();
    }

    /** How far the probabilities of calibrated learners are from what raters prefer, over the unseen pairs of all worlds. */
    public static Table calibration(String title, LearningReport report) {
        List<Calibrated> calibrated = report.learners().stream()
                .filter(learner -> report.preferences(learner).size() > 0)
                .map(learner -> Calibrated.of(learner, report.preferences(learner)))
                .toList();
        return TableBuilder.of(
                        title + ", simulated data, " + report.seeds() + (report.seeds() == 1 ? " world" : " worlds"),
                        calibrated)
                .column("learner", Calibrated::learner)
                .column("pairs", Calibrated::pairs)
                .column("expected calibration error", row -> row.error().ece())
                .column("by chance alone", 3, row -> row.error().chance())
                .table();
    }

    private record Calibrated(String learner, int pairs, ExpectedCalibrationError error) {
        static Calibrated of(String learner, PredictedPreferences preferences) {
            return new Calibrated(learner, preferences.size(), preferences.calibrationError());
        }
    }
}
