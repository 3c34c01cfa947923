package helpsteer.cli;

import helpsteer.bench.ablation.AblationData;
import helpsteer.bench.ablation.Budget;
import helpsteer.bench.ablation.Experiment;
import helpsteer.bench.ablation.LearnerComparison;
import helpsteer.bench.ablation.Variant;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.report.table.AblationTables;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.training.Comparison;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code helpsteer compare FOLDER}: learners on the same folds and on RewardBench. */
final class CompareCommand {
    static final Command COMMAND = new Command(
            "compare",
            "FOLDER [--tokens N] [--epochs N] [--rate X] [--long N] [--backbone FOLDER] [--with smollm2|hh-rlhf]"
                    + " [--only NAME,...] [--show]",
            "compares learners by cross-validation on HelpSteer2's pairs and on RewardBench, with paired tests;"
                    + " the same call goes on with a run that was cut off",
            CompareCommand::run);

    /** About as many as HelpSteer2's part has. */
    private static final int HH_PAIRS = 500;

    private CompareCommand() {}

    private static int run(List<String> given, PrintStream out) {
        Words words = new Words(given);
        Budget usual = Budget.defaults();
        Budget budget = usual.withTokens(words.count("--tokens", usual.tokens()))
                .withEpochs(words.count("--epochs", usual.epochs()))
                .withRate(words.positive("--rate", usual.rate()));
        int longer = words.count("--long", 256);
        Optional<String> folder = words.option("--backbone");
        Optional<String> with = words.option("--with");
        List<String> only =
                words.option("--only").map(names -> List.of(names.split(","))).orElse(List.of());
        boolean show = words.flag("--show");
        Path target = Path.of(words.arguments("FOLDER").get(0));

        DataHome home = DataHome.find();
        PretrainedEncoder backbone = PretrainedEncoder.miniLm();
        List<Variant> variants = new ArrayList<>(LearnerComparison.usual(backbone, budget));
        Budget read = budget.withTokens(longer);
        variants.add(LearnerComparison.frozen("frozen-ridge-" + longer, backbone, Pooling.MEAN_POOL, read));
        folder.map(Path::of).map(PretrainedEncoder::open).ifPresent(other -> {
            String name = other.id().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
            variants.add(LearnerComparison.frozen(name, other, Pooling.FIRST_TOKEN, read));
        });
        with.ifPresent(name -> variants.add(
                switch (name) {
                    case "smollm2" -> LearnerComparison.frozen(name, PretrainedDecoder.smolLm2(), longer);
                    case "hh-rlhf" -> mixed(home, backbone, budget);
                    default -> throw new UsageException("--with must be smollm2 or hh-rlhf, got " + name);
                }));
        Experiment experiment = LearnerComparison.of(home, variants);
        List<Variant> chosen = experiment.only(only);
        out.println(backbone.id() + ", " + budget + ", " + home.describe());
        if (!show) {
            experiment.run(target, chosen, new TerminalProgress());
        }
        out.print(AblationTables.ofLearners(experiment.result(target)));
        return Main.DONE;
    }

    private static Variant mixed(DataHome home, PretrainedEncoder backbone, Budget budget) {
        List<Comparison> more = AblationData.load(home, budget.benchPairs()).hhPairs(HH_PAIRS);
        if (more.isEmpty()) {
            throw new UsageException("--with hh-rlhf must find pairs of HH-RLHF, got none in " + home.describe()
                    + "; see helpsteer fetch");
        }
        return LearnerComparison.tuned("tuned-bt-scaled-and-hh", backbone, budget, more);
    }
}
