package helpsteer.cli;

import helpsteer.bench.ablation.AblationData;
import helpsteer.bench.ablation.Ablations;
import helpsteer.bench.ablation.Budget;
import helpsteer.bench.ablation.Experiment;
import helpsteer.bench.ablation.ExperimentResult;
import helpsteer.bench.ablation.Variant;
import helpsteer.cli.options.Arguments.Modest;
import helpsteer.cli.options.BudgetOptions;
import helpsteer.cli.options.RunFolder;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.table.AblationTables;
import helpsteer.reward.PretrainedEncoder;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code helpsteer ablate FOLDER}: one change at a time, over several seeds. */
@Command(
        name = "ablate",
        description =
                "Trains reward models that differ in one thing each and says which differences are more than noise;"
                        + " the same call goes on with a run that was cut off.")
final class AblateCommand extends TerminalCommand {
    @Mixin
    private final RunFolder folder = new RunFolder();

    @Option(names = "--frozen", description = "Trains heads on a frozen encoder: minutes in place of hours.")
    private boolean frozen;

    @Option(names = "--rows", paramLabel = "N", description = "Responses to train on (default: ${DEFAULT-VALUE}).")
    private int rows = Budget.defaults().responses();

    @Mixin
    private final BudgetOptions budget = new BudgetOptions();

    @Option(
            names = "--bench",
            paramLabel = "N",
            description = "Pairs of each RewardBench subset (default: ${DEFAULT-VALUE}).")
    private int bench = Budget.defaults().benchPairs();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            converter = Modest.class,
            description = "Seeds of each arm (default: ${DEFAULT-VALUE}).")
    private int seeds = 3;

    @Override
    public Integer call() {
        Path path = folder.path();
        Budget chosen = budget.budget();
        Budget all = new Budget(rows, chosen.tokens(), chosen.epochs(), chosen.batch(), chosen.rate(), bench);
        DataHome home = DataHome.find();
        AblationData data = AblationData.load(home, all.benchPairs());
        PretrainedEncoder backbone = PretrainedEncoder.miniLm();
        Experiment experiment =
                frozen ? Ablations.frozen(backbone, all, data, seeds) : Ablations.tuned(backbone, all, data, seeds);
        List<Variant> variants = experiment.only(budget.only());
        out().println(backbone.id() + ", " + all + ", " + home.describe());
        experiment.missing().forEach(m -> out().println("not run: " + m.name() + ", " + m.reason()));
        if (!budget.show()) {
            experiment.run(path, variants);
        }
        ExperimentResult result = experiment.result(path);
        out().print(result.rows().isEmpty() ? "no result is there yet\n" : AblationTables.ofAblations(result));
        out().flush();
        return Main.DONE;
    }
}
