package helpsteer.bench.ablation;

import helpsteer.reward.InputConfig;
import helpsteer.reward.Pooling;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import helpsteer.train.optim.Schedule;
import java.util.Map;

/**
 * What every variant gets alike.
 *
 * @param responses texts with a label, at least 40 and even; the variants of the size curve have their own number
 * @param tokens longest text that the model reads
 * @param epochs passes over them
 * @param batch responses of a step, even; half as many pairs, so that all variants take as many steps
 * @param rate highest learning rate
 * @param benchPairs RewardBench's pairs judged of each subset, its first ones; at least 2
 */
public record Budget(int responses, int tokens, int epochs, int batch, double rate, int benchPairs) {
    private static final double DROPOUT = 0.1;

    public Budget {
        if (responses < 40 || responses % 2 != 0) {
            throw new IllegalArgumentException("responses must be even and at least 40, got " + responses);
        }
        if (batch < 2 || batch % 2 != 0) {
            throw new IllegalArgumentException("batch must be even and at least 2, got " + batch);
        }
        if (benchPairs < 2) {
            throw new IllegalArgumentException("benchPairs must be at least 2, got " + benchPairs);
        }
    }

    /**
     * About an hour and a half of one core for MiniLM with three seeds. The rate is one at which comparisons learn within an epoch, by the loss
     * set aside: at 1e-4 they move little. Regression alone does somewhat better at 1e-4.
     */
    public static Budget defaults() {
        return new Budget(400, 128, 1, 16, 3e-4, 12);
    }

    /** The same with another length of texts. */
    public Budget withTokens(int other) {
        return new Budget(responses, other, epochs, batch, rate, benchPairs);
    }

    /** The same with another number of epochs. */
    public Budget withEpochs(int other) {
        return new Budget(responses, tokens, other, batch, rate, benchPairs);
    }

    /** The same with another highest rate. */
    public Budget withRate(double other) {
        return new Budget(responses, tokens, epochs, batch, other, benchPairs);
    }

    /** What decides over a model trained with it, by name. */
    Map<String, String> settings() {
        return Map.of("tokens", "" + tokens, "epochs", "" + epochs, "batch", "" + batch, "rate", "" + rate);
    }

    /** How rows are trained on. */
    TrainingArgs byRows(long seed) {
        return new TrainingArgs(epochs, batch, rate, Schedule.Shape.COSINE, new Seed(seed));
    }

    /** How pairs are trained on. */
    TrainingArgs byPairs(long seed) {
        return byRows(seed).withRowsAndRate(batch / 2, rate);
    }

    /** How texts are read. */
    InputConfig input(Pooling readOut) {
        return InputConfig.encoder().withPooling(readOut).withMaxTokens(tokens).withDropout(DROPOUT);
    }
}
