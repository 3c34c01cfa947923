package helpsteer.cli;

import helpsteer.bench.ablation.Ablation;
import helpsteer.bench.ablation.AblationData;
import helpsteer.bench.ablation.AblationResult;
import helpsteer.bench.ablation.Arm;
import helpsteer.bench.ablation.Budget;
import helpsteer.bench.ablation.Cell;
import helpsteer.bench.ablation.Plan;
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
        Plan plan = frozen ? Plan.frozen(backbone, budget, data) : Plan.of(backbone, budget, data, folder);
        List<Arm> arms = plan.only(only);
        Ablation ablation = new Ablation((frozen ? "frozen " : "") + backbone.id(), budget, data);
        out.println(backbone.id() + ", " + budget + ", " + home.describe());
        plan.missing().forEach(m -> out.println("not run: " + m.name() + ", " + m.reason()));
        if (!show) {
            ablation.run(folder, arms, seeds, new TerminalProgress());
        }
        List<Cell> cells = ablation.cells(folder, plan.arms(), seeds);
        if (cells.isEmpty()) {
            out.println("no cell is done yet");
            return Main.DONE;
        }
        out.print(AblationTables.text(AblationResult.of(plan, data, cells)));
        return Main.DONE;
    }
}
