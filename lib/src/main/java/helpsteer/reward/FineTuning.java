package helpsteer.reward;

import helpsteer.data.Attribute;
import helpsteer.data.Sample;
import helpsteer.data.Split;
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
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long and how fast body and head are trained together; by regression on the five ratings where nothing else is
 * said ({@link Regression}, {@link Comparing}).
 *
 * @param epochs passes over the training rows; the paper takes 2
 * @param batchRows rows, or pairs to compare, of a step, at least 1; the paper takes 128 of 20,324
 * @param peakRate highest learning rate
 * @param shape what the rate does after the warm-up of 10 steps
 * @param seed source of the order of rows and of dropout
 */
public record FineTuning(int epochs, int batchRows, double peakRate, Schedule.Shape shape, Seed seed) {
    /** As in the paper (section 3). */
    static final int WARMUP_STEPS = 10;

    private static final int LOOKS_PER_EPOCH = 4;

    public FineTuning {
        if (epochs < 1 || batchRows < 1) {
            throw new IllegalArgumentException(
                    "epochs and batchRows must be at least 1, got " + epochs + " and " + batchRows);
        }
    }

    /** Settings for a small encoder and some thousand rows. */
    public static FineTuning defaults() {
        return new FineTuning(3, 16, 3e-5, Schedule.Shape.COSINE, new Seed(1));
    }

    /** The same with other rows a step and another rate. */
    public FineTuning withRowsAndRate(int rows, double rate) {
        return new FineTuning(epochs, rows, rate, shape, seed);
    }

    /** The same with another number of epochs. */
    public FineTuning withEpochs(int count) {
        return new FineTuning(count, batchRows, peakRate, shape, seed);
    }

    /** The same with another seed. */
    public FineTuning withSeed(Seed other) {
        return new FineTuning(epochs, batchRows, peakRate, shape, other);
    }

    /**
     * Trains the model in place; it ends as the best by validation loss, which may be its start.
     *
     * @param train at least one row
     * @param validation at least one row, none of whose prompts is in {@code train}
     */
    public TrainingResult run(
            RewardModel model, List<Sample> train, List<Sample> validation, Watcher watcher, Progress progress) {
        return run(model, new Split<>(train, validation), null, watcher, progress);
    }

    /** The same with checkpoints, from the newest of which a run that was cut off goes on. */
    public TrainingResult run(
            RewardModel model,
            Split<Sample> rows,
            @Nullable Checkpoints checkpoints,
            Watcher watcher,
            Progress progress) {
        return new Regression(this, EnumSet.allOf(Attribute.class)).run(model, rows, checkpoints, watcher, progress);
    }

    /** Trains head and body, or its adapters, on any objective; the model ends as the best by validation loss. */
    TrainingResult train(
            RewardModel model,
            Objective objective,
            @Nullable Checkpoints checkpoints,
            Watcher watcher,
            Progress progress) {
        int steps = Loop.totalSteps(objective, epochs, 1);
        Schedule schedule = new Schedule(peakRate, WARMUP_STEPS, steps, shape);
        int evaluateEvery = Math.max(1, steps / epochs / LOOKS_PER_EPOCH);
        LoopConfig loop = new LoopConfig(epochs, 1, evaluateEvery, LOOKS_PER_EPOCH * epochs + 1, seed);
        try (AdamW optimizer =
                new AdamW(model.parameters(), model.trained(), AdamWConfig.defaults(), model.manager())) {
            Loop training = new Loop(objective, model.parameters(), optimizer, schedule, loop);
            return checkpoints == null
                    ? training.run(model.manager(), watcher, progress)
                    : training.run(model.manager(), watcher, progress, checkpoints);
        }
    }
}
