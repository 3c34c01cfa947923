package helpsteer.cli.study;

import helpsteer.report.table.RunTables;
import helpsteer.report.table.SteeringTables;
import helpsteer.stats.Numbers;
import helpsteer.study.steering.SteeringReport;
import helpsteer.study.steering.SteeringSettings;
import helpsteer.study.steering.SteeringStudy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code helpsteer study steering}: whether SteerLM 2.0 steers, and how the methods of alignment compare, where truth is known. */
@Command(
        name = "steering",
        description = {
            "Trains a decoder from nothing on the simulated world, takes it through SFT, SteerLM, two iterations of"
                    + " SteerLM 2.0, DPO, REINFORCE and PPO, and judges what the policies answer by the truth and by two"
                    + " reward models. The same call goes on with a study that was cut off."
        })
final class SteeringCommand implements Callable<Integer> {
    private static final String GOES_ON = "; the same call goes on";
    private static final int USUAL = 5;
    private static final int BRIEF = 2;

    @Option(names = "--short", description = "A smaller model on fewer rows and prompts, for a notebook.")
    private boolean brief;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description =
                    "How often the stages are trained, on other rows, prompts and draws (default: 5, with --short 2).")
    private Optional<Integer> repetitions = Optional.empty();

    @Mixin
    private final StudyOptions options = new StudyOptions();

    @Mixin
    private final StudyThreads threads = new StudyThreads();

    @Override
    public Integer call() throws IOException {
        SteeringStudy study = study();
        try {
            SteeringReport report = study.run(repetitions.orElse(brief ? BRIEF : USUAL), threads.count());
            show(report);
            options.save(report);
            return 0;
        } catch (CancellationException e) {
            options.out().println(e.getMessage() + GOES_ON);
            return 1;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof ClosedByInterruptException) {
                options.out()
                        .println("writing was interrupted" + GOES_ON); // an interrupt closes an open file with an error
                return 1;
            }
            throw e;
        }
    }

    private SteeringStudy study() {
        try {
            return SteeringStudy.cached(
                    brief ? SteeringSettings.brief(options.seed()) : SteeringSettings.usual(options.seed()));
        } catch (IllegalArgumentException e) {
            throw options.wrong(e);
        }
    }

    private void show(SteeringReport report) {
        options.out().println(report.label());
        print(RunTables.text(SteeringTables.judges("Reward models, against the truth", report)));
        print(RunTables.text(SteeringTables.policies("What the policies answer to unseen prompts", report)));
        print(RunTables.text(SteeringTables.differences("Paired differences", report)));
        print(RunTables.text(SteeringTables.controls("Gold ratings when one attribute is asked for", report)));
        print(RunTables.text(SteeringTables.seconds("Seconds", report)));
        options.out().println("order by gold goodness: " + report.order());
        for (String policy : report.told()) {
            options.out().println(policy + " follows " + report.followed(policy));
        }
        double seconds = report.seconds().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        options.out()
                .println(report.repetitions().size() + " repetitions; parts together " + Numbers.duration(seconds)
                        + ", up to " + threads.count() + " of them beside each other");
    }

    private void print(String table) {
        options.out().println(table);
    }
}
