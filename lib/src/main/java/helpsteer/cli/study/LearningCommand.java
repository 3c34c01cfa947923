package helpsteer.cli.study;

import helpsteer.report.table.LearningTables;
import helpsteer.report.table.RunTables;
import helpsteer.reward.InputConfig;
import helpsteer.run.Seed;
import helpsteer.simulation.files.SimulationSettings;
import helpsteer.study.learning.LearningReport;
import helpsteer.study.learning.LearningSettings;
import helpsteer.study.learning.LearningStudy;
import helpsteer.train.TrainingArgs;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code helpsteer study learning}: whether a reward model learns what can be learned of simulated ratings. */
@Command(
        name = "learning",
        description =
                "Simulates ratings of the official size and fine-tunes an encoder on them, beside its frozen vectors, a bag of words"
                        + " and rules that read nothing; judges all of them on unseen prompts whose truth is known. Started again,"
                        + " it goes on.")
final class LearningCommand implements Callable<Integer> {
    @Option(
            names = "--rows",
            paramLabel = "N",
            description =
                    "Training rows of each world, an even number (default: ${DEFAULT-VALUE}, as the official file has).")
    private int rows = SimulationSettings.OFFICIAL_ROWS;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Worlds, each with a training of its own (default: ${DEFAULT-VALUE}).")
    private int seeds = 5;

    @Option(
            names = "--test-pairs",
            paramLabel = "N",
            description = "Unseen pairs by which learners are judged, at least 20 (default: ${DEFAULT-VALUE}).")
    private int testPairs = 1000;

    @Option(
            names = "--objects",
            paramLabel = "N",
            description = "How many objects of each topic are talked about, an even number of at least 4 (default:"
                    + " ${DEFAULT-VALUE}); with more of them there are more facts to learn.")
    private int objects = SimulationSettings.defaults().world().extent().objects();

    @Option(names = "--tokens", paramLabel = "N", description = "Longest text in tokens (default: ${DEFAULT-VALUE}).")
    private int tokens = 192;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the rows (default: ${DEFAULT-VALUE}).")
    private int epochs = 1;

    @Option(names = "--rate", paramLabel = "X", description = "Highest learning rate (default: ${DEFAULT-VALUE}).")
    private double rate = 1e-4;

    @Option(names = "--batch", paramLabel = "N", description = "Rows of a step (default: ${DEFAULT-VALUE}).")
    private int batch = 8;

    @Option(
            names = "--decoder-rows",
            paramLabel = "N",
            description =
                    "How many of the rows SmolLM2-135M learns by adapters, one pass, read at its last token; 0 leaves it"
                            + " out (default: ${DEFAULT-VALUE}).")
    private int decoderRows = 0;

    @Mixin
    private final StudyOptions options = new StudyOptions();

    @Override
    public Integer call() throws IOException {
        LearningReport report = new LearningStudy(settings()).run(seeds());
        options.out().println(RunTables.text(LearningTables.learners("Learners on simulated ratings", report)));
        options.out().println(RunTables.text(LearningTables.calibration("Probabilities that one is better", report)));
        options.save(report);
        return 0;
    }

    private List<Long> seeds() {
        if (seeds < 1) {
            throw options.wrong("--seeds must be at least 1, got " + seeds);
        }
        return LongStream.range(0, seeds).map(i -> options.seed() + i).boxed().toList();
    }

    private LearningSettings settings() {
        try {
            SimulationSettings usual = SimulationSettings.defaults().withRows(rows);
            return new LearningSettings(
                    usual.withWorld(usual.world().withObjects(objects)),
                    testPairs,
                    InputConfig.encoder().withMaxTokens(tokens).withDropout(0), // few epochs do not overfit
                    TrainingArgs.defaults()
                            .withEpochs(epochs)
                            .withRowsAndRate(batch, rate)
                            .withSeed(new Seed(0)),
                    decoderRows);
        } catch (IllegalArgumentException e) {
            throw options.wrong(e);
        }
    }
}
