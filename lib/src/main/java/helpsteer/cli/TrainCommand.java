package helpsteer.cli;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.report.table.RunTables;
import helpsteer.reward.RewardModel;
import helpsteer.reward.training.Start;
import helpsteer.reward.training.Task;
import helpsteer.reward.training.TrainingReport;
import helpsteer.reward.training.TrainingRun;
import helpsteer.train.Watcher;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code helpsteer train FOLDER}: any training of an encoder or a decoder, in a folder of its own. */
final class TrainCommand {
    static final Command COMMAND = new Command(
            "train",
            "FOLDER " + TrainWords.USAGE,
            "trains a reward model by ratings or comparisons in a folder of its own (default: MiniLM by HelpSteer2's"
                    + " ratings); the same call goes on with a run that was cut off",
            TrainCommand::run);

    private TrainCommand() {}

    private static int run(List<String> given, PrintStream out) {
        Words words = new Words(given);
        TrainWords asked = TrainWords.of(words);
        Path folder = Path.of(words.arguments("FOLDER").get(0));
        DataHome home = DataHome.find();
        TrainRows rows = TrainRows.read(asked, home, out);
        Task task = rows.task(asked.tuning());
        Start start = asked.start().open();
        out.println(start.id() + ", " + start.reading() + ", " + task.settings());
        TrainingRun run = new TrainingRun(start, task);
        TrainingRun.Trained trained = run.run(folder, Watcher.NONE, new TerminalProgress());
        try (RewardModel model = trained.model()) {
            out.println(task.seen(model));
            if (trained.interrupted()) {
                out.println(trained.training() + "; the same call goes on");
                return Main.FAILED;
            }
            TrainingReport report =
                    TrainingReport.of(trained, task, HelpSteer2.validation(home), new TerminalProgress());
            report.save(folder.resolve("result.json"));
            TrainCard.write(rows, home, run, trained, report);
            out.println(report);
            if (!report.fit().isEmpty()) {
                out.println(RunTables.text(RunTables.validation("On the validation rows", report)));
            }
            out.println((trained.fresh() ? "wrote " : "found ") + trained.artefact());
        }
        return Main.DONE;
    }
}
