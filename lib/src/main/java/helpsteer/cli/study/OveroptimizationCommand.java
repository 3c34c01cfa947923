package helpsteer.cli.study;

import helpsteer.report.chart.OveroptimizationCharts;
import helpsteer.report.table.OveroptimizationTables;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.ResidentMemory;
import helpsteer.stats.Numbers;
import helpsteer.study.overoptimization.OveroptimizationReport;
import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.finite.FiniteStudy;
import helpsteer.study.overoptimization.text.TextStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code helpsteer study overoptimization}: what gold reward does while a policy is driven by a proxy. */
@Command(
        name = "overoptimization",
        description =
                "Drives policies by reward models that were learnt from few pairs, by best of n and by reinforcement learning, and"
                        + " tells what the true reward does, where it turns, and which remedies help (arXiv 2210.10760).")
final class OveroptimizationCommand implements Callable<Integer> {
    private static final double NANOS = 1e9;
    private static final double MIB = 1L << 20;
    private static final List<Integer> PAIRS = List.of(50, 100, 200, 500, 1000, 2000, 5000);
    private static final int MOST_PAIRS = 5000;
    private static final int MOST_PAIRS_OF_TEXTS = 2000;

    @Option(
            names = "--text",
            description =
                    "On texts of the simulated world and an encoder's vectors, by best of n (default: in finite worlds,"
                            + " where all is exact).")
    private boolean text;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            split = ",",
            description =
                    "Sizes of the reward models' training sets (default: 50,100,200,500,1000,2000,5000, with --text to 2000, as no"
                            + " repetition shares a pair with another).")
    private List<Integer> pairs = List.of();

    @Option(names = "--seeds", paramLabel = "N", description = "Repetitions, at least 2 (default: 20, with --text 10).")
    private Optional<Integer> seeds = Optional.empty();

    @Option(names = "--prompts", paramLabel = "N", description = "Prompts (default: 4, with --text 16).")
    private Optional<Integer> prompts = Optional.empty();

    @Option(
            names = "--responses",
            paramLabel = "N",
            description = "Responses to each prompt (default: 4096, with --text 1024).")
    private Optional<Integer> responses = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "FOLDER",
            description =
                    "With --text: a trained encoder, on whose vectors reward models are made (default: MiniLM as it is).")
    private Optional<Path> model = Optional.empty();

    @Option(
            names = "--charts",
            paramLabel = "FOLDER",
            description = "Writes charts of the rewards, the fits, the optimizers and the remedies into this folder.")
    private Optional<Path> charts = Optional.empty();

    @Mixin
    private final StudyOptions options = new StudyOptions();

    @Mixin
    private final StudyThreads threads = new StudyThreads();

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        if (model.isPresent() && !text) {
            throw options.wrong("--model must stand beside --text, got it alone");
        }
        OveroptimizationReport report = text ? onTexts() : inFiniteWorlds();
        options.out().println(report.world());
        OveroptimizationTables.texts(report).forEach(options.out()::println);
        options.out().println(summary(report, (System.nanoTime() - start) / NANOS));
        options.save(report);
        if (charts.isPresent()) {
            draw(report, charts.get());
        }
        return 0;
    }

    private OveroptimizationReport inFiniteWorlds() {
        FiniteStudy study = checked(() -> new FiniteStudy(new OveroptimizationSettings(
                sizes(MOST_PAIRS), seeds.orElse(20), prompts.orElse(4), responses.orElse(4096), options.seed())));
        return study.run(threads.count());
    }

    private OveroptimizationReport onTexts() {
        PretrainedEncoder encoder =
                model.map(ModelFolder::folderOf).map(PretrainedEncoder::open).orElseGet(PretrainedEncoder::miniLm);
        Vectors vectors = Vectors.of(encoder, InputConfig.encoder());
        TextStudy study = checked(() -> new TextStudy(
                new OveroptimizationSettings(
                        sizes(MOST_PAIRS_OF_TEXTS),
                        seeds.orElse(10),
                        prompts.orElse(16),
                        responses.orElse(1024),
                        options.seed()),
                vectors));
        return study.run(threads.count());
    }

    private List<Integer> sizes(int most) {
        return pairs.isEmpty() ? PAIRS.stream().filter(size -> size <= most).toList() : pairs;
    }

    private <T> T checked(Supplier<T> study) {
        try {
            return study.get();
        } catch (IllegalArgumentException e) {
            throw options.wrong(e);
        }
    }

    private static void draw(OveroptimizationReport report, Path folder) throws IOException {
        Files.createDirectories(folder);
        OveroptimizationCharts.rewards("Best of n: the proxy rises on, gold does not", report)
                .save(folder.resolve("rewards.png"));
        OveroptimizationCharts.fits("Gold of best of n and the paper's two forms", report)
                .save(folder.resolve("fits.png"));
        OveroptimizationCharts.optimizers("Gold by the way to the policy", report)
                .save(folder.resolve("optimizers.png"));
        OveroptimizationCharts.remedies("Gold of best of n by one head and by ensembles", report)
                .save(folder.resolve("remedies.png"));
    }

    private String summary(OveroptimizationReport report, double seconds) {
        String memory = ResidentMemory.read()
                .map(m -> ", peak memory " + Math.round(m.peak() / MIB) + " MiB")
                .orElse("");
        return "seed " + options.seed() + ", " + report.settings().get("repetitions") + " repetitions, "
                + Numbers.duration(seconds) + " on " + threads.count() + " threads" + memory;
    }
}
