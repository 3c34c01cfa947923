package helpsteer.cli;

import helpsteer.bench.ablation.AblationData;
import helpsteer.bench.ablation.Budget;
import helpsteer.bench.ablation.Experiment;
import helpsteer.bench.ablation.LearnerComparison;
import helpsteer.bench.ablation.Variant;
import helpsteer.cli.options.BudgetOptions;
import helpsteer.cli.options.RunFolder;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.table.AblationTables;
import helpsteer.reward.Comparison;
import helpsteer.reward.InputConfig;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code helpsteer compare FOLDER}: learners on the same folds and on RewardBench. */
@Command(
        name = "compare",
        description =
                "Compares learners by cross-validation on HelpSteer2's pairs and on RewardBench, with paired tests;"
                        + " the same call goes on with a run that was cut off.")
final class CompareCommand extends TerminalCommand {
    private static final String SMOLLM2 = "smollm2";
    private static final String HH_RLHF = "hh-rlhf";

    /** About as many as HelpSteer2's part has. */
    private static final int HH_PAIRS = 500;

    @Mixin
    private final RunFolder folder = new RunFolder();

    @Mixin
    private final BudgetOptions options = new BudgetOptions();

    @Option(
            names = "--long",
            paramLabel = "N",
            description = "Longest text, in tokens, of the learners that read more (default: ${DEFAULT-VALUE}).")
    private int longer = 256;

    @Option(
            names = "--backbone",
            paramLabel = "FOLDER",
            description = "Another encoder whose frozen vectors take part.")
    private Optional<Path> other = Optional.empty();

    @Option(
            names = "--with",
            paramLabel = "NAME",
            description = "One more learner: smollm2 (a decoder's vectors) or hh-rlhf (trained on its pairs too).")
    private Optional<String> with = Optional.empty();

    @Override
    public Integer call() {
        Path path = folder.path();
        if (!List.of(SMOLLM2, HH_RLHF).contains(with.orElse(SMOLLM2))) {
            throw wrong("--with must be smollm2 or hh-rlhf, got " + with.get());
        }
        Budget budget = options.budget();
        DataHome home = DataHome.find();
        PretrainedEncoder backbone = PretrainedEncoder.miniLm();
        Experiment experiment = LearnerComparison.of(home, variants(home, backbone, budget));
        List<Variant> chosen = experiment.only(options.only());
        out().println(backbone.id() + ", " + budget + ", " + home.describe());
        if (!options.show()) {
            experiment.run(path, chosen);
        }
        out().print(AblationTables.ofLearners(experiment.result(path)));
        out().flush();
        return Main.DONE;
    }

    private List<Variant> variants(DataHome home, PretrainedEncoder backbone, Budget budget) {
        List<Variant> out = new ArrayList<>(LearnerComparison.usual(backbone, budget));
        out.add(LearnerComparison.frozen(
                "frozen-ridge-" + longer, backbone, InputConfig.encoder().withMaxTokens(longer)));
        other.map(PretrainedEncoder::open).ifPresent(more -> {
            String name = more.id().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
            InputConfig first = InputConfig.encoder().withPooling(Pooling.FIRST_TOKEN);
            out.add(LearnerComparison.frozen(name, more, first.withMaxTokens(longer)));
        });
        with.ifPresent(name -> out.add(
                name.equals(SMOLLM2)
                        ? LearnerComparison.frozen(
                                name,
                                PretrainedDecoder.smolLm2(),
                                InputConfig.decoder().withMaxTokens(longer))
                        : mixed(home, backbone, budget)));
        return out;
    }

    private static Variant mixed(DataHome home, PretrainedEncoder backbone, Budget budget) {
        List<Comparison> more = AblationData.load(home, budget.benchPairs()).hhPairs(HH_PAIRS);
        if (more.isEmpty()) {
            throw new IllegalArgumentException("--with hh-rlhf must find pairs of HH-RLHF, got none in "
                    + home.describe() + "; see helpsteer fetch");
        }
        return LearnerComparison.tuned("tuned-bt-scaled-and-hh", backbone, budget, more);
    }
}
