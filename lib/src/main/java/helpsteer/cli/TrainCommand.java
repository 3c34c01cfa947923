package helpsteer.cli;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.report.table.RunTables;
import helpsteer.reward.RewardJob;
import helpsteer.reward.RewardModel;
import helpsteer.reward.training.TrainingReport;
import helpsteer.run.Json;
import helpsteer.train.Result;
import helpsteer.train.Run;
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
        RewardJob job = rows.job(asked.start().open());
        Run<RewardModel> run = new Run<>(job, asked.tuning());
        out.println(Json.line(run.settings().config()));
        try (Result<RewardModel> trained = run.in(folder, Watcher.NONE, new TerminalProgress())) {
            out.println(trained.truncation());
            if (trained.interrupted()) {
                out.println(trained.training() + "; the same call goes on");
                return Main.FAILED;
            }
            TrainingReport report =
                    TrainingReport.of(trained, job, HelpSteer2.validation(home), new TerminalProgress());
            report.save(folder.resolve("result.json"));
            TrainCard.write(rows, home, job, trained, report);
            out.println(report);
            if (!report.fit().isEmpty()) {
                out.println(RunTables.text(RunTables.validation("On the validation rows", report)));
            }
            out.println((trained.fresh() ? "wrote " : "found ") + trained.artefact());
        }
        return Main.DONE;
    }
}
