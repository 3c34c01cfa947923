package helpsteer.reward.training;

import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.RewardModel;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.train.AdamW;
import helpsteer.train.AdamWConfig;
import helpsteer.train.Checkpoints;
import helpsteer.train.Loop;
import helpsteer.train.LoopConfig;
import helpsteer.train.Objective;
import helpsteer.train.Schedule;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long and how fast body and head are trained together; by regression on the five ratings where nothing else is
 * said ({@link Regression}, {@link Comparing}).
 *
 * @param length passes over the training rows, and when to stop before; the paper takes 2 passes
 * @param batchRows rows, or pairs to compare, of a step, at least 1; the paper takes 128 of 20,324
 * @param peakRate highest learning rate
 * @param shape what the rate does after the warm-up of 10 steps
 * @param seed source of the order of rows and of dropout
 */
public record FineTuning(Length length, int batchRows, double peakRate, Schedule.Shape shape, Seed seed) {
    /** As in the paper (section 3). */
    static final int WARMUP_STEPS = 10;

    private static final int LOOKS_PER_EPOCH = 4;

    /**
     * How long to train; the validation loss is looked at four times an epoch.
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

        /** All epochs, whatever the validation loss does. */
        public static Length whole(int epochs) {
            return new Length(epochs, Integer.MAX_VALUE);
        }

        private boolean isWhole() {
            return patience == Integer.MAX_VALUE;
        }
    }

    public FineTuning {
        if (length.epochs < 1 || batchRows < 1) {
            throw new IllegalArgumentException(
                    "epochs and batchRows must be at least 1, got " + length.epochs + " and " + batchRows);
        }
    }

    /** All epochs, without early stopping. */
    public FineTuning(int epochs, int batchRows, double peakRate, Schedule.Shape shape, Seed seed) {
        this(Length.whole(epochs), batchRows, peakRate, shape, seed);
    }

    /** Settings for a small encoder and some thousand rows. */
    public static FineTuning defaults() {
        return new FineTuning(3, 16, 3e-5, Schedule.Shape.COSINE, new Seed(1));
    }

    /** The same with other rows a step and another rate. */
    public FineTuning withRowsAndRate(int rows, double rate) {
        return new FineTuning(length, rows, rate, shape, seed);
    }

    /** The same with another number of epochs. */
    public FineTuning withEpochs(int count) {
        return withLength(new Length(count, length.patience));
    }

    /** The same that stops after so many looks without a new best, at least 1; there are four looks an epoch. */
    public FineTuning withPatience(int looks) {
        return withLength(new Length(length.epochs, looks));
    }

    private FineTuning withLength(Length other) {
        return new FineTuning(other, batchRows, peakRate, shape, seed);
    }

    /** Passes over the training rows. */
    public int epochs() {
        return length.epochs;
    }

    /** The same with another seed. */
    public FineTuning withSeed(Seed other) {
        return new FineTuning(length, batchRows, peakRate, shape, other);
    }

    /** As settings are written down: the patience only where training may stop early. */
    @Override
    public String toString() {
        return "FineTuning[epochs=" + length.epochs + ", batchRows=" + batchRows + ", peakRate=" + peakRate + ", shape="
                + shape + ", seed=" + seed + (length.isWhole() ? "" : ", patience=" + length.patience) + "]";
    }

    /**
     * Trains the model in place; it ends as the best by validation loss, which may be its start.
     *
     * @param train at least one row
     * @param validation at least one row, none of whose prompts is in {@code train}
     */
    public TrainingResult run(
            RewardModel model,
            List<RatedResponse> train,
            List<RatedResponse> validation,
            Watcher watcher,
            Progress progress) {
        return run(model, new Split<>(train, validation), null, watcher, progress);
    }

    /** The same with checkpoints, from the newest of which a run that was cut off goes on. */
    public TrainingResult run(
            RewardModel model,
            Split<RatedResponse> rows,
            @Nullable Checkpoints checkpoints,
            Watcher watcher,
            Progress progress) {
        return Regression.all(this).run(model, rows, checkpoints, watcher, progress);
    }

    /** Trains head and body, or its adapters, on any objective; the model ends as the best by validation loss. */
    TrainingResult train(
            RewardModel model,
            Objective objective,
            @Nullable Checkpoints checkpoints,
            Watcher watcher,
            Progress progress) {
        int steps = Loop.totalSteps(objective, length.epochs, 1);
        Schedule schedule = new Schedule(peakRate, WARMUP_STEPS, steps, shape);
        int evaluateEvery = Math.max(1, steps / length.epochs / LOOKS_PER_EPOCH);
        LoopConfig loop = new LoopConfig(length.epochs, 1, evaluateEvery, length.patience, seed);
        try (AdamW optimizer =
                new AdamW(model.parameters(), model.trained(), AdamWConfig.defaults(), model.manager())) {
            Loop training = new Loop(objective, model.parameters(), optimizer, schedule, loop);
            return checkpoints == null
                    ? training.run(model.manager(), watcher, progress)
                    : training.run(model.manager(), watcher, progress, checkpoints);
        }
    }
}
