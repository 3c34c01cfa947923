package helpsteer.cli;

import helpsteer.reward.training.BradleyTerry;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the words after {@code train} and {@code search} ask for.
 *
 * @param loss one of {@link #LOSSES}
 * @param data one of {@link #DATA}
 * @param rows most rows, or pairs, to take
 * @param start what the model begins as, not yet opened
 * @param tuning how long and how fast
 */
record TrainWords(String loss, String data, int rows, StartWords start, TrainingArgs tuning) {
    static final String USAGE = "[--loss regression|helpfulness|bt|margin|scaled]"
            + " [--model minilm|smollm2|PATH] [--from RUN] [--data ratings|preferences|helpsteer3] [--rows N]"
            + " [--tokens N] [--epochs N] [--batch N] [--rate X] [--patience N] [--seed N]"
            + " [--read-out mean_pool|first_token|last_token] [--dropout X]"
            + " [--rank N] [--template own|steerlm] [--bf16] [--checkpointing]";

    private static final Map<String, BradleyTerry> COMPARISONS =
            Map.of("bt", BradleyTerry.REGULAR, "margin", BradleyTerry.MARGIN, "scaled", BradleyTerry.SCALED);
    private static final List<String> LOSSES = List.of("regression", "helpfulness", "bt", "margin", "scaled");
    private static final List<String> DATA = List.of("ratings", "preferences", "helpsteer3");

    /** Takes out all options; what is left are the arguments. */
    static TrainWords of(Words words) {
        String loss = words.oneOf("--loss", LOSSES);
        String data = words.oneOf("--data", DATA);
        if (!COMPARISONS.containsKey(loss) && !data.equals("ratings")) {
            throw new UsageException("--data must be ratings for --loss " + loss + ", got " + data);
        }
        StartWords start = StartWords.of(words);
        TrainingArgs usual = start.isDecoder()
                ? TrainingArgs.defaults().withEpochs(1).withRowsAndRate(16, 2e-4)
                : TrainingArgs.defaults();
        TrainingArgs tuning = usual.withEpochs(words.count("--epochs", usual.epochs()))
                .withRowsAndRate(words.count("--batch", usual.batchRows()), words.positive("--rate", usual.peakRate()))
                .withSeed(new Seed(words.count("--seed", 1)));
        int patience = words.count("--patience", Integer.MAX_VALUE);
        return new TrainWords(
                loss,
                data,
                words.count("--rows", Integer.MAX_VALUE),
                start,
                patience == Integer.MAX_VALUE ? tuning : tuning.withPatience(patience));
    }

    /** Whether pairs are compared rather than ratings learned. */
    boolean compares() {
        return COMPARISONS.containsKey(loss);
    }

    /** The loss of a pair, where pairs are compared. */
    BradleyTerry comparison() {
        return Objects.requireNonNull(COMPARISONS.get(loss));
    }
}
