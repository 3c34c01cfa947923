package helpsteer;

import helpsteer.data.Prompt;
import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import helpsteer.report.table.TableBuilder;
import helpsteer.report.table.Tables;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Scorer;
import helpsteer.reward.calibration.CalibratedScorer;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.PairProbability;
import helpsteer.reward.folder.ModelFolder;
import java.nio.file.Path;
import java.util.List;

/**
 * A reward model whose scores mean something: it has learned, from pairs held out, how a difference of two rewards becomes a
 * probability.
 *
 * <pre>{@code
 * model.compare("What is the capital of France?", "Paris.", "Lyon.");
 * // response A is better with probability 0.71 [0.62, 0.79]
 * model.percentile("What is the capital of France?", "Paris.");
 * }</pre>
 */
public interface Calibrated extends Scorer {
    /** The model itself. */
    RewardModel model();

    /** What makes one number of the five. */
    AttributeWeights weights();

    /** Folder of the saved model. */
    Path folder();

    /** What the scores mean, or why that is not known. */
    default CalibrationOutcome calibration() {
        return ModelFolder.isSaved(folder()) ? ModelFolder.notes(folder()).calibration() : CalibrationOutcome.NEVER;
    }

    /**
     * The share of the responses held out, in per cent, whose reward is below this one's.
     *
     * @param prompt a question, or a conversation whose turns are parted by HelpSteer2's {@code <extra_id_1>}
     * @throws IllegalStateException where the model has no calibration, with the reason
     */
    default double percentile(String prompt, String response) {
        double reward = weights().reward(score(prompt, response));
        return calibration().orElseThrow().percentile(reward);
    }

    /**
     * How probable it is that raters prefer one response to another, with its interval.
     *
     * @throws IllegalStateException where the model has no calibration, with the reason
     */
    default ComparedResponses compare(String prompt, String a, String b) {
        CalibratedScorer scorer = new CalibratedScorer(model(), weights(), calibration());
        return new ComparedResponses(scorer.compare(Prompt.parse(prompt), a, b));
    }

    /**
     * Two responses beside each other. Alone in a cell it shows the verdict and the scores of both.
     *
     * @param scores of both, and the probability that A is better
     */
    record ComparedResponses(CalibratedScorer.Compared scores) implements Shown {
        private record Named(String name, CalibratedScorer.Scored scored) {}

        /** That A is better, with its interval, and whether it is too close to call. */
        public PairProbability probability() {
            return scores.probability();
        }

        /** Such as {@code "response A is better with probability 0.71 [0.62, 0.79]"}. */
        @Override
        public String toString() {
            return probability().text("response A", "response B");
        }

        @Override
        public Rendered rendered() {
            List<Named> both = List.of(new Named("A", scores.first()), new Named("B", scores.second()));
            return Rendered.stacked(
                    toString(),
                    Tables.rendered(TableBuilder.of("", both)
                            .column("response", Named::name)
                            .column("goodness", 3, row -> row.scored().reward())
                            .column("percentile", 0, row -> row.scored()
                                    .percentile()
                                    .orElse(Double.NaN))
                            .column("helpfulness", 3, row -> row.scored()
                                    .scores()
                                    .helpfulness())
                            .table()));
        }
    }
}
