package helpsteer.train;

import helpsteer.run.Seed;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import helpsteer.train.optim.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Hyper-parameters of a training, whatever is trained. The validation loss is looked at four times an epoch.
 *
 * @param length passes over the training rows, and when to stop before
 * @param batchRows rows of a step, at least 1: texts, pairs to compare, or prompts with all their responses; the papers take 128
 * @param rate learning rate and its shape
 * @param weightDecay decoupled decay of matrices, at least 0
 * @param seed source of the order of rows and of dropout
 */
public record TrainingArgs(Length length, int batchRows, Rate rate, double weightDecay, Seed seed) {
    /** As in the papers (arXiv 2406.08673, sections 3 and 4). */
    public static final int WARMUP_STEPS = 10;

    private static final int LOOKS_PER_EPOCH = 4;

    /**
     * How long to train.
     *
     * @param epochs passes over the training rows, at least 1
     * @param patience looks without a new best after which training stops, at least 1
     */
    public record Length(int epochs, int patience) {
        public Length {
            if (patience < 1) {
                throw new IllegalArgumentException("patience must be at least 1, got " + patience);
            }
        }
    }

    /**
     * How fast to train.
     *
     * @param peak highest learning rate
     * @param shape what the rate does after the warm-up of {@value #WARMUP_STEPS} steps
     */
    public record Rate(double peak, Schedule.Shape shape) {}

    public TrainingArgs {
        if (length.epochs < 1 || batchRows < 1) {
            throw new IllegalArgumentException(
                    "epochs and batchRows must be at least 1, got " + length.epochs + " and " + batchRows);
        }
    }

    /** All epochs, without early stopping, with the usual weight decay. */
    public TrainingArgs(int epochs, int batchRows, double peak, Schedule.Shape shape, Seed seed) {
        this(
                new Length(epochs, Integer.MAX_VALUE),
                batchRows,
                new Rate(peak, shape),
                AdamWConfig.defaults().weightDecay(),
                seed);
    }

    /** Settings for a small encoder and some thousand rows. */
    public static TrainingArgs defaults() {
        return new TrainingArgs(3, 16, 3e-5, Schedule.Shape.COSINE, new Seed(1));
    }

    /** The usual arguments of a decoder with adapters: one epoch of 16 rows a step at 2e-4. */
    public static TrainingArgs decoderDefaults() {
        return defaults().withEpochs(1).withRowsAndRate(16, 2e-4);
    }

    /**
     * A constant rate after the warm-up, as in the papers' training of policies.
     *
     * @param peak the papers' are for all of 70 billion parameters, adapters take about a hundred times as much
     * @param weightDecay 0.1 in the paper's DPO
     */
    public static TrainingArgs constant(int epochs, int batchRows, double peak, double weightDecay, Seed seed) {
        return new TrainingArgs(
                new Length(epochs, Integer.MAX_VALUE),
                batchRows,
                new Rate(peak, Schedule.Shape.CONSTANT),
                weightDecay,
                seed);
    }

    /** Passes over the training rows. */
    public int epochs() {
        return length.epochs;
    }

    /** The highest learning rate. */
    public double peakRate() {
        return rate.peak;
    }

    /** The same with other rows a step and another rate. */
    public TrainingArgs withRowsAndRate(int rows, double peak) {
        return new TrainingArgs(length, rows, new Rate(peak, rate.shape), weightDecay, seed);
    }

    /** The same with another rate. */
    public TrainingArgs withRate(double peak) {
        return withRowsAndRate(batchRows, peak);
    }

    /** The same with another number of epochs. */
    public TrainingArgs withEpochs(int count) {
        return withLength(new Length(count, length.patience));
    }

    /** The same that stops after so many looks without a new best, at least 1; there are four looks an epoch. */
    public TrainingArgs withPatience(int looks) {
        return withLength(new Length(length.epochs, looks));
    }

    private TrainingArgs withLength(Length other) {
        return new TrainingArgs(other, batchRows, rate, weightDecay, seed);
    }

    /** The same with another seed. */
    public TrainingArgs withSeed(Seed other) {
        return new TrainingArgs(length, batchRows, rate, weightDecay, other);
    }

    /** Trains a model in place; it ends as the best by the objective's validation loss, which may be its start. */
    public TrainingResult train(Trainable model, Objective objective) {
        return train(model, objective, null);
    }

    /** The same with checkpoints, from the newest of which a run that was cut off goes on; null for none. */
    public TrainingResult train(Trainable model, Objective objective, @Nullable Checkpoints checkpoints) {
        int steps = Loop.totalSteps(objective, epochs(), 1);
        LoopConfig config =
                new LoopConfig(epochs(), 1, Math.max(1, steps / epochs() / LOOKS_PER_EPOCH), length.patience, seed);
        try (AdamW optimizer = optimizer(model)) {
            Loop loop = new Loop(objective, model.parameters(), optimizer, schedule(steps), config);
            return checkpoints == null ? loop.run(model.manager()) : loop.run(model.manager(), checkpoints);
        }
    }

    /** A constant rate reaches its height by the last step of a run that is shorter than the warm-up. */
    private Schedule schedule(int steps) {
        boolean constant = rate.shape == Schedule.Shape.CONSTANT;
        return new Schedule(rate.peak, constant ? Math.min(WARMUP_STEPS, steps - 1) : WARMUP_STEPS, steps, rate.shape);
    }

    /** One round with an optimiser that goes on: at a constant rate without warm-up, looked at before and after. */
    public TrainingResult round(Trainable model, Objective objective, AdamW optimizer) {
        int steps = Loop.totalSteps(objective, epochs(), 1);
        Schedule schedule = new Schedule(rate.peak, 0, steps, Schedule.Shape.CONSTANT);
        LoopConfig config = new LoopConfig(epochs(), 1, steps, Integer.MAX_VALUE, seed);
        return new Loop(objective, model.parameters(), optimizer, schedule, config).run(model.manager());
    }

    /** An optimiser over all that the model trains. */
    public AdamW optimizer(Trainable model) {
        return new AdamW(model.parameters(), model.trained(), adamW(), model.manager());
    }

    /** Settings of that optimiser. */
    AdamWConfig adamW() {
        AdamWConfig usual = AdamWConfig.defaults();
        return new AdamWConfig(usual.beta1(), usual.beta2(), usual.epsilon(), weightDecay, usual.clipNorm());
    }
}
