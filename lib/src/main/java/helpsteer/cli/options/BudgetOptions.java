package helpsteer.cli.options;

import helpsteer.bench.ablation.Budget;
import helpsteer.cli.options.Arguments.Rate;
import java.util.List;
import picocli.CommandLine.Option;

/** What one run of an experiment may cost, and which of its parts are run. */
public final class BudgetOptions {
    @Option(names = "--tokens", paramLabel = "N", description = "Longest text, in tokens (default: ${DEFAULT-VALUE}).")
    private int tokens = Budget.defaults().tokens();

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the rows (default: ${DEFAULT-VALUE}).")
    private int epochs = Budget.defaults().epochs();

    @Option(
            names = "--rate",
            paramLabel = "X",
            converter = Rate.class,
            description = "Learning rate (default: ${DEFAULT-VALUE}).")
    private double rate = Budget.defaults().rate();

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Names of what is run (default: all).")
    private List<String> only = List.of();

    @Option(names = "--show", description = "Shows what is done so far and runs nothing.")
    private boolean show;

    public Budget budget() {
        return Budget.defaults().withTokens(tokens).withEpochs(epochs).withRate(rate);
    }

    public List<String> only() {
        return only;
    }

    public boolean show() {
        return show;
    }
}
