package helpsteer.report.card;

import helpsteer.reward.RewardModel;
import helpsteer.reward.training.BradleyTerryTraining;
import helpsteer.reward.training.RewardJob;
import helpsteer.reward.training.TrainingReport;
import helpsteer.reward.training.TrainingRows;
import helpsteer.train.Result;
import java.nio.file.Path;
import java.util.Optional;

/** The card of a trained model, from what was asked for and what came of it. */
public final class TrainingCard {
    private TrainingCard() {}

    /**
     * Writes it into the model's folder; the same run gives the same bytes, whether it was cut off or not.
     *
     * @param origin what the model was made of
     */
    public static void write(
            ModelCard.Origin origin,
            TrainingRows rows,
            RewardJob job,
            Result<RewardModel> trained,
            TrainingReport report) {
        Path model = trained.artefact();
        ModelCard.of(model, origin)
                .withTraining(training(rows, job, trained))
                .withMeasured(new ModelCard.Measured(
                        report.fit(), Optional.ofNullable(report.pairs()), Optional.empty(), Optional.empty()))
                .write(model);
    }

    private static ModelCard.Training training(TrainingRows rows, RewardJob job, Result<RewardModel> trained) {
        String settings =
                "loss " + job.loss() + (job instanceof BradleyTerryTraining ? ", each row a pair of responses" : "")
                        + "; a tenth of the prompts held out to choose the best step; " + trained.training() + "; "
                        + trained.truncation();
        return new ModelCard.Training(rows.origin().describe(), job.dataSha256(), job.rows(), rows.dropped(), settings);
    }
}
