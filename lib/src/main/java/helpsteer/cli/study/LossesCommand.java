package helpsteer.cli.study;

import helpsteer.cli.options.Arguments;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.table.LossTables;
import helpsteer.report.table.RunTables;
import helpsteer.run.ResidentMemory;
import helpsteer.stats.Numbers;
import helpsteer.study.losses.Covariances;
import helpsteer.study.losses.LossPlan;
import helpsteer.study.losses.LossReport;
import helpsteer.study.losses.LossStudy;
import helpsteer.study.losses.RealVectors;
import helpsteer.study.losses.Situation.Part;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code helpsteer study losses}: what each loss makes of responses whose true helpfulness is known. */
@Command(
        name = "losses",
        description =
                "Fits heads by regression and by each Bradley-Terry loss where the right direction is known: accuracy by"
                        + " number of pairs beside the best possible, noise, ties, a planted length bias and what removes it.")
final class LossesCommand implements Callable<Integer> {
    private static final double NANOS = 1e9;
    private static final double MIB = 1L << 20;
    private static final int WIDTH = 32;

    /** Where vectors come from. */
    enum Source {
        SIMULATED,
        REAL
    }

    @Option(names = "--seeds", paramLabel = "N", description = "Worlds, at least 2 (default: ${DEFAULT-VALUE}).")
    private int seeds = 20;

    @Option(
            names = "--rows",
            paramLabel = "N",
            split = ",",
            description =
                    "Numbers of pairs of the learning curve, from 50 to 100000, with commas (default: 50,100,200,500,1000,2000,5000,20000;"
                            + " with --vectors real to 2000).")
    private List<Integer> rows = List.of();

    @Option(
            names = "--noise",
            paramLabel = "X",
            converter = Arguments.Finite.class,
            description = "Standard deviation of one rater's error, in points (default: 0.7).")
    private Optional<Double> noise = Optional.empty();

    @Option(
            names = "--length-bias",
            paramLabel = "X",
            split = ",",
            converter = Arguments.Finite.class,
            description =
                    "Points that raters give for a standard deviation of length, with commas (default: 0.1,0.25,0.5,1).")
    private List<Double> lengthBiases = List.of();

    @Option(
            names = "--vectors",
            paramLabel = "NAME",
            description =
                    "simulated (independent components), or real (the covariances of MiniLM's vectors of the responses at"
                            + " hand; default: simulated).")
    private Source vectors = Source.SIMULATED;

    @Mixin
    private final StudyOptions options = new StudyOptions();

    @Mixin
    private final StudyThreads threads = new StudyThreads();

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        LossPlan plan = plan();
        LossStudy.Settings settings = settings();
        Covariances covariances =
                vectors == Source.REAL ? RealVectors.of(DataHome.find()) : Covariances.isotropic(WIDTH);
        LossReport report = new LossStudy(covariances, plan).run(settings);
        options.out()
                .println("simulated worlds, vectors of " + covariances + ", which tell "
                        + Numbers.fixed(covariances.lengthShare(), 2) + " of the variance of length");
        for (Part part : Part.values()) {
            options.out()
                    .println(RunTables.text(
                            part == Part.LENGTH_BIAS
                                    ? LossTables.lengthBias(report)
                                    : LossTables.accuracies(report, part)));
        }
        options.out().println(RunTables.text(LossTables.attributes(report)));
        options.out().println(summary((System.nanoTime() - start) / NANOS));
        options.save(report);
        return 0;
    }

    private LossPlan plan() {
        LossPlan usual = LossPlan.usual();
        int most = vectors == Source.REAL ? 2000 : Integer.MAX_VALUE; // wider vectors take longer
        try {
            return new LossPlan(
                    rows.isEmpty()
                            ? usual.rows().stream().filter(n -> n <= most).toList()
                            : rows,
                    noise.orElse(usual.noise()),
                    lengthBiases.isEmpty() ? usual.lengthBiases() : lengthBiases);
        } catch (IllegalArgumentException e) {
            throw options.wrong(e);
        }
    }

    private LossStudy.Settings settings() {
        try {
            return new LossStudy.Settings(seeds, options.seed(), threads.count());
        } catch (IllegalArgumentException e) {
            throw options.wrong(e);
        }
    }

    private String summary(double seconds) {
        String memory = ResidentMemory.read()
                .map(m -> ", peak memory " + Math.round(m.peak() / MIB) + " MiB")
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%d worlds, seed %d, %s on %d threads%s",
                seeds,
                options.seed(),
                Numbers.duration(seconds),
                threads.count(),
                memory);
    }
}
