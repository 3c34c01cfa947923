package helpsteer.cli;

import helpsteer.data.fetch.DataHome;
import helpsteer.report.card.ModelCard;
import helpsteer.reward.training.Task;
import helpsteer.reward.training.TrainingReport;
import helpsteer.reward.training.TrainingRun;
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
            TrainRows rows, DataHome home, TrainingRun run, TrainingRun.Trained trained, TrainingReport report) {
        Path model = trained.artefact();
        String name =
                model.resolve("..").toAbsolutePath().normalize().getFileName().toString();
        ModelCard.of(model, rows.words().start().origin(name, run.start()))
                .withTraining(training(rows, home, run.task(), trained))
                .withMeasured(new ModelCard.Measured(
                        report.fit(), Optional.of(report.pairs()), Optional.empty(), Optional.empty()))
                .write(model);
    }

    private static ModelCard.Training training(TrainRows rows, DataHome home, Task task, TrainingRun.Trained trained) {
        String data = home.kind() == DataHome.Kind.OFFICIAL
                ? HUB_NAMES.getOrDefault(rows.words().data(), rows.words().data())
                : home.describe();
        String settings =
                "loss " + task.loss() + (task instanceof Task.Choosing ? ", each row a pair of responses" : "")
                        + "; a tenth of the prompts held out to choose the best step; " + trained.training() + "; "
                        + task.seen(trained.model());
        return new ModelCard.Training(data, task.dataHash(), task.rows(), rows.dropped(), settings);
    }
}
