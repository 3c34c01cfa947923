package helpsteer.cli.options;

import helpsteer.data.fetch.DataHome;
import helpsteer.reward.training.TrainingLoss;
import helpsteer.reward.training.TrainingRows;
import helpsteer.reward.training.TrainingSource;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a reward model learns from and by, besides how long and how fast. */
public final class TrainingOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            description =
                    "regression on five ratings, helpfulness alone, or comparison of pairs: bt (Bradley-Terry), margin"
                            + " or scaled (default: ${DEFAULT-VALUE}).")
    private TrainingLoss loss = TrainingLoss.REGRESSION;

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description = "ratings (HelpSteer2), or for pairs preferences (HelpSteer2) or helpsteer3 (default:"
                    + " ratings).")
    private Optional<TrainingSource> data = Optional.empty();

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description =
                    "Pairs to compare of a file, in place of --data: rows with prompt, chosen and rejected, as TRL"
                            + " and UltraFeedback have them.")
    private Optional<Path> pairs = Optional.empty();

    @Option(names = "--rows", paramLabel = "N", description = "Most rows, or pairs, to take (default: all).")
    private Optional<Integer> rows = Optional.empty();

    @Option(
            names = "--length-balanced",
            description = "Only as many pairs whose longer response is chosen as pairs whose shorter one is.")
    private boolean lengthBalanced;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Validations without a better one before it stops (default: never).")
    private Optional<Integer> patience = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Source of all randomness (default: ${DEFAULT-VALUE}).")
    private int seed = 1;

    /** The usual settings of the model's kind with this seed and patience. */
    public TrainingArgs tuning(ModelOptions model) {
        TrainingArgs usual = model.isDecoder() ? TrainingArgs.decoderDefaults() : TrainingArgs.defaults();
        TrainingArgs tuning = usual.withSeed(new Seed(seed));
        return patience.map(tuning::withPatience).orElse(tuning);
    }

    /** Refuses options that do not go together. */
    public void check() {
        if (data.isPresent() && (pairs.isPresent() || data.get() == TrainingSource.PAIRS)) {
            throw wrong("--pairs must be given with a file, and without --data, got --data " + data.get());
        }
        if (loss.comparison().isEmpty() && source() != TrainingSource.RATINGS) {
            throw wrong("--data must be ratings for --loss " + loss + ", got " + source());
        }
        if (loss.comparison().isEmpty() && lengthBalanced) {
            throw wrong("--length-balanced must be given with --loss bt, margin or scaled, got --loss " + loss);
        }
    }

    private TrainingSource source() {
        return pairs.isPresent() ? TrainingSource.PAIRS : data.orElse(TrainingSource.RATINGS);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** Reads the rows. */
    public TrainingRows read(DataHome home) {
        if (loss.comparison().isEmpty() && rows.orElse(2) < 2) {
            throw wrong("--rows must be at least 2, since rows are taken in pairs, got " + rows.get());
        }
        TrainingRows read =
                TrainingRows.read(loss, new TrainingRows.Origin(source(), home, pairs), rows.orElse(Integer.MAX_VALUE));
        return lengthBalanced ? read.lengthBalanced() : read;
    }
}
