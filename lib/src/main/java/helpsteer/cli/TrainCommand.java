package helpsteer.cli;

import helpsteer.cli.options.Arguments.Rate;
import helpsteer.cli.options.ModelOptions;
import helpsteer.cli.options.RunFolder;
import helpsteer.cli.options.TrainingOptions;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.report.card.ModelCard;
import helpsteer.report.card.TrainingCard;
import helpsteer.report.table.RunTables;
import helpsteer.reward.RewardModel;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RewardJob;
import helpsteer.reward.training.TrainingReport;
import helpsteer.reward.training.TrainingRows;
import helpsteer.run.Json;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code helpsteer train FOLDER}: any training of an encoder or a decoder, in a folder of its own. */
@Command(
        name = "train",
        description = "Trains a reward model by ratings or comparisons in a folder of its own (default: MiniLM by"
                + " HelpSteer2's ratings); the same call goes on with a run that was cut off.")
final class TrainCommand extends TerminalCommand {
    @Mixin
    private final RunFolder folder = new RunFolder();

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final TrainingOptions options = new TrainingOptions();

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the rows (default: 3, of a decoder 1).")
    private Optional<Integer> epochs = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "Rows of a step (default: 16).")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "X",
            converter = Rate.class,
            description = "Learning rate (default: 3e-5, of a decoder 2e-4).")
    private Optional<Double> rate = Optional.empty();

    @Override
    public Integer call() {
        Path path = folder.path();
        options.check();
        model.check();
        DataHome home = DataHome.find();
        TrainingArgs usual = options.tuning(model);
        TrainingArgs tuning = usual.withEpochs(epochs.orElse(usual.epochs()))
                .withRowsAndRate(batch.orElse(usual.batchRows()), rate.orElse(usual.peakRate()));
        Initialization start = model.open();
        TrainingRows rows = options.read(home);
        out().println(rows);
        RewardJob job = rows.job(start);
        Run<RewardModel> run = new Run<>(job, tuning);
        out().println(Json.line(run.settings().config()));
        try (Result<RewardModel> trained = run.in(path)) {
            out().println(trained.truncation());
            if (trained.interrupted()) {
                out().println(trained.training() + "; the same call goes on");
                return Main.FAILED;
            }
            TrainingReport report = TrainingReport.of(trained, job, HelpSteer2.validation(home));
            report.save(path.resolve("result.json"));
            TrainingCard.write(origin(path, start), rows, job, trained, report);
            out().println(report);
            out().println(ModelFolder.notes(trained.artefact()).calibration());
            if (!report.fit().isEmpty()) {
                out().println(RunTables.text(RunTables.validation("On the validation rows", report)));
            }
            out().println((trained.fresh() ? "wrote " : "found ") + trained.artefact());
        }
        return Main.DONE;
    }

    private ModelCard.Origin origin(Path path, Initialization start) {
        return model.origin(path.toAbsolutePath().normalize().getFileName().toString(), start);
    }
}
