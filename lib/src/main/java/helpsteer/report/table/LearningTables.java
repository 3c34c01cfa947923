package helpsteer.report.table;

import helpsteer.study.learning.LearningReport;
import helpsteer.study.learning.LearningScore;
import helpsteer.study.learning.PredictedPreferences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                .column("R² of helpfulness", learner -> report.mean(learner, LearningScore::rSquared))
                .column(
                        "seconds",
                        learner -> Math.round(
                                report.mean(learner, LearningScore::seconds).value()))
                .table();
    }

    /** How far the probabilities of calibrated learners are from what raters prefer, over the unseen pairs of all worlds. */
    public static Table calibration(String title, LearningReport report) {
        Map<String, PredictedPreferences> calibrated = new LinkedHashMap<>();
        for (String learner : report.learners()) {
            PredictedPreferences preferences = report.preferences(learner);
            if (preferences.size() > 0) {
                calibrated.put(learner, preferences);
            }
        }
        return TableBuilder.of(
                        title + ", simulated data, " + report.seeds() + (report.seeds() == 1 ? " world" : " worlds"),
                        List.copyOf(calibrated.entrySet()))
                .column("learner", Map.Entry::getKey)
                .column("pairs", row -> row.getValue().size())
                .column("expected calibration error", row -> row.getValue().calibrationError())
                .column("by chance alone", 3, row -> row.getValue().errorByChance())
                .table();
    }
}
