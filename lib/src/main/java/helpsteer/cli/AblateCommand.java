package helpsteer.cli;

import helpsteer.bench.ablation.AblationData;
import helpsteer.bench.ablation.Ablations;
import helpsteer.bench.ablation.Budget;
import helpsteer.bench.ablation.Experiment;
import helpsteer.bench.ablation.ExperimentResult;
import helpsteer.bench.ablation.Variant;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.report.table.AblationTables;
import helpsteer.reward.PretrainedEncoder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code helpsteer ablate FOLDER}: one change at a time, over several seeds. */
final class AblateCommand {
    static final Command COMMAND = new Command(
            "ablate",
            "FOLDER [--frozen] [--rows N] [--tokens N] [--epochs N] [--rate X] [--seeds N] [--bench N] [--only NAME,...]"
                    + " [--show]",
            "trains reward models that differ in one thing each and says which differences are more than noise;"
                    + " the same call goes on with a run that was cut off",
            AblateCommand::run);

    private AblateCommand() {}

    private static int run(List<String> given, PrintStream out) {
        Words words = new Words(given);
        Budget usual = Budget.defaults();
        Budget budget = new Budget(
                words.count("--rows", usual.responses()),
                words.count("--tokens", usual.tokens()),
                words.count("--epochs", usual.epochs()),
                usual.batch(),
                words.positive("--rate", usual.rate()),
                words.count("--bench", usual.benchPairs()));
        int seeds = words.count("--seeds", 3);
        List<String> only =
                words.option("--only").map(names -> List.of(names.split(","))).orElse(List.of());
        boolean show = words.flag("--show");
        boolean frozen = words.flag("--frozen");
        Path folder = Path.of(words.arguments("FOLDER").get(0));

        DataHome home = DataHome.find();
        AblationData data = AblationData.load(home, budget.benchPairs());
        PretrainedEncoder backbone = PretrainedEncoder.miniLm();
        Experiment experiment = frozen
                ? Ablations.frozen(backbone, budget, data, seeds)
                : Ablations.tuned(backbone, budget, data, seeds);
        List<Variant> chosen = experiment.only(only);
        out.println(backbone.id() + ", " + budget + ", " + home.describe());
        experiment.missing().forEach(m -> out.println("not run: " + m.name() + ", " + m.reason()));
        if (!show) {
            experiment.run(folder, chosen, new TerminalProgress());
        }
        ExperimentResult result = experiment.result(folder);
        out.print(result.rows().isEmpty() ? "no result is there yet\n" : AblationTables.ofAblations(result));
        return Main.DONE;
    }
}
