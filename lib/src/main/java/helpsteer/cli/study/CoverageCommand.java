package helpsteer.cli.study;

import helpsteer.report.table.RunTables;
import helpsteer.report.table.StudyTables;
import helpsteer.run.ResidentMemory;
import helpsteer.stats.Numbers;
import helpsteer.study.coverage.CoverageReport;
import helpsteer.study.coverage.CoverageStudy;
import helpsteer.study.coverage.CoverageVerdict.Decision;
import helpsteer.study.coverage.scenarios.LibraryScenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code helpsteer study coverage}: whether intervals cover the truth, and tests alarm, as often as they say. */
@Command(
        name = "coverage",
        description =
                "Draws samples whose truth is known and counts how often each interval of the library holds it, and how"
                        + " often each test rejects with and without an effect. Exit code 0 only where each was shown to keep its level,"
                        + " to err on the safe side or to be within a limit that its documentation names; 1 where one is not, or"
                        + " where the samples are too few to tell.")
final class CoverageCommand implements Callable<Integer> {
    private static final double NANOS = 1e9;
    private static final double MIB = 1L << 20;

    @Option(
            names = "--replications",
            paramLabel = "N",
            description =
                    "Samples of each scenario, at least 20; slow ones get a part of them, tests four times as many without an effect"
                            + " (default: ${DEFAULT-VALUE}).")
    private int replications = 2000;

    @Option(
            names = "--only",
            paramLabel = "WORD",
            description = "Only scenarios with this word in the name of the estimator or of the data (default: all).")
    private Optional<String> only = Optional.empty();

    @Mixin
    private final StudyOptions options = new StudyOptions();

    @Mixin
    private final StudyThreads threads = new StudyThreads();

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        CoverageReport report = study().run(settings());
        if (!report.intervals().isEmpty()) {
            options.out().println(RunTables.text(StudyTables.coverage("Intervals at 95 %", report)));
        }
        if (!report.tests().isEmpty()) {
            options.out().println(RunTables.text(StudyTables.rejections("Tests at 0.05", report)));
        }
        StudyTables.knownReasons(report).forEach(options.out()::println);
        options.out().println("without interval or p-value: " + String.join("; ", LibraryScenarios.without()));
        options.out().println(summary(report, (System.nanoTime() - start) / NANOS));
        options.save(report);
        StudyTables.remarks(report).forEach(options.out()::println);
        return report.shown() ? 0 : 1;
    }

    private CoverageStudy study() {
        try {
            CoverageStudy all = LibraryScenarios.study();
            return only.map(all::only).orElse(all);
        } catch (IllegalArgumentException e) {
            throw options.wrong("--only: " + e.getMessage());
        }
    }

    private CoverageStudy.Settings settings() {
        try {
            return new CoverageStudy.Settings(replications, options.seed(), threads.count());
        } catch (IllegalArgumentException e) {
            throw options.wrong(e);
        }
    }

    private String summary(CoverageReport report, double seconds) {
        List<String> parts = new ArrayList<>();
        for (Decision decision : Decision.values()) {
            parts.add(report.all(decision).size() + " " + decision.words());
        }
        String memory = ResidentMemory.read()
                .map(m -> ", peak memory " + Math.round(m.peak() / MIB) + " MiB")
                .orElse("");
        return String.join(", ", parts) + "; seed " + report.seed() + ", up to " + report.replications()
                + " samples a scenario, " + Numbers.duration(seconds) + " on " + threads.count() + " threads"
                + memory;
    }
}
