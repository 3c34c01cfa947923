package helpsteer.cli;

import helpsteer.data.fetch.DataHome;
import helpsteer.report.card.ModelCard;
import helpsteer.reward.BradleyTerryTraining;
import helpsteer.reward.RewardJob;
import helpsteer.reward.RewardModel;
import helpsteer.reward.training.TrainingReport;
import helpsteer.train.Result;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The card of a trained model, from what was asked for and what came of it. */
final class TrainCard {
    private static final Map<String, String> HUB_NAMES = Map.of(
            "ratings", "nvidia/HelpSteer2", "preferences", "nvidia/HelpSteer2", "helpsteer3", "nvidia/HelpSteer3");

    private TrainCard() {}

    /** Writes it into the model's folder; the same run gives the same bytes, whether it was cut off or not. */
    static void write(
            TrainRows rows, DataHome home, RewardJob job, Result<RewardModel> trained, TrainingReport report) {
        Path model = trained.artefact();
        String name =
                model.resolve("..").toAbsolutePath().normalize().getFileName().toString();
        ModelCard.of(model, rows.words().start().origin(name, job.from()))
                .withTraining(training(rows, home, job, trained))
                .withMeasured(new ModelCard.Measured(
                        report.fit(), Optional.ofNullable(report.pairs()), Optional.empty(), Optional.empty()))
                .write(model);
    }

    private static ModelCard.Training training(
            TrainRows rows, DataHome home, RewardJob job, Result<RewardModel> trained) {
        String data = home.kind() == DataHome.Kind.OFFICIAL
                ? HUB_NAMES.getOrDefault(rows.words().data(), rows.words().data())
                : home.describe();
        String settings =
                "loss " + job.loss() + (job instanceof BradleyTerryTraining ? ", each row a pair of responses" : "")
                        + "; a tenth of the prompts held out to choose the best step; " + trained.training() + "; "
                        + trained.truncation();
        return new ModelCard.Training(data, job.dataSha256(), job.rows(), rows.dropped(), settings);
    }
}
