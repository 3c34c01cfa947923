package helpsteer.align;

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
import org.jspecify.annotations.Nullable;

/**
 * How long and how fast a policy is trained; the rate is constant after ten steps, as in all the paper's runs (section 4).
 *
 * @param epochs passes over the rows
 * @param batchRows rows of a step, at least 1: conversations, pairs, or prompts with all their responses; the paper takes 128
 * @param rate learning rate; the paper's are for all of 70 billion parameters, adapters take about a hundred times as much
 * @param weightDecay 0.1 in the paper's DPO
 * @param seed source of order and dropout
 */
public record Tuning(int epochs, int batchRows, double rate, double weightDecay, Seed seed) {
    private static final int WARMUP_STEPS = 10;
    private static final int LOOKS_PER_EPOCH = 4;

    public Tuning {
        if (epochs < 1 || batchRows < 1) {
            throw new IllegalArgumentException(
                    "epochs and batchRows must be at least 1, got " + epochs + " and " + batchRows);
        }
    }

    /** The same with another rate. */
    public Tuning withRate(double other) {
        return new Tuning(epochs, batchRows, other, weightDecay, seed);
    }

    /** Trains; the policy ends as the best by the objective's validation loss, which may be its start. */
    public TrainingResult train(
            Policy policy, Objective objective, @Nullable Checkpoints checkpoints, Watcher watcher, Progress progress) {
        try (AdamW optimizer = optimizer(policy)) {
            int steps = Loop.totalSteps(objective, epochs, 1);
            Schedule schedule = new Schedule(rate, Math.min(WARMUP_STEPS, steps - 1), steps, Schedule.Shape.CONSTANT);
            Loop training = new Loop(
                    objective,
                    policy.parameters(),
                    optimizer,
                    schedule,
                    loop(steps, Math.max(1, steps / epochs / LOOKS_PER_EPOCH)));
            return checkpoints == null
                    ? training.run(policy.manager(), watcher, progress)
                    : training.run(policy.manager(), watcher, progress, checkpoints);
        }
    }

    /** One round with an optimiser that goes on: without warm-up, and looked at before and after. */
    public TrainingResult train(
            Policy policy, Objective objective, AdamW optimizer, Watcher watcher, Progress progress) {
        int steps = Loop.totalSteps(objective, epochs, 1);
        Schedule schedule = new Schedule(rate, 0, steps, Schedule.Shape.CONSTANT);
        return new Loop(objective, policy.parameters(), optimizer, schedule, loop(steps, steps))
                .run(policy.manager(), watcher, progress);
    }

    /** An optimiser over all that the policy trains. */
    public AdamW optimizer(Policy policy) {
        AdamWConfig d = AdamWConfig.defaults();
        AdamWConfig settings = new AdamWConfig(d.beta1(), d.beta2(), d.epsilon(), weightDecay, d.clipNorm());
        return new AdamW(policy.parameters(), policy.trained(), settings, policy.manager());
    }

    private LoopConfig loop(int steps, int evaluateEvery) {
        return new LoopConfig(epochs, 1, evaluateEvery, steps + 1, seed);
    }
}
