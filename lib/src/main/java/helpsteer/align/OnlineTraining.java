package helpsteer.align;

import helpsteer.data.Prompt;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.train.AdamW;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Rounds of sampling, scoring and training with one optimiser, whose moments go on from round to round.
 *
 * <p>The learning rate is constant. Within a round the policy ends where the round's own loss was lowest.
 */
public final class OnlineTraining implements AutoCloseable {
    private final Policy policy;
    private final OnlineStage stage;
    private final AdamW optimizer;

    /** Begins training of a policy; closed before the policy is. */
    public OnlineTraining(Policy policy, OnlineStage stage) {
        this.policy = policy;
        this.stage = stage;
        stage.prepare(policy);
        optimizer = stage.tuning().optimizer(policy);
    }

    /**
     * How many rounds of what size.
     *
     * @param rounds at least 1
     * @param prompts of a round, at least 1
     * @param samples of each prompt, at least 1; 4 in NeMo-Aligner's REINFORCE
     */
    public record Size(int rounds, int prompts, int samples) {
        public Size {
            if (rounds < 1 || prompts < 1 || samples < 1) {
                throw new IllegalArgumentException("rounds, prompts and samples must be at least 1, got " + rounds
                        + ", " + prompts + " and " + samples);
            }
        }
    }

    /**
     * One round as it was.
     *
     * @param round counted from 0
     * @param reward mean over its samples, before training on them
     * @param tokenKl mean over their tokens of log policy less log reference
     * @param tokens mean number of them
     * @param shareEnded share of samples that came to their end by themselves
     * @param loss of the round after training
     */
    public record Round(int round, double reward, double tokenKl, double tokens, double shareEnded, double loss) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "round %d: reward %.3f, KL %.4f a token, %.1f tokens, %.0f %% ended, loss %.4f",
                    round,
                    reward,
                    tokenKl,
                    tokens,
                    100 * shareEnded,
                    loss);
        }
    }

    /** Trains on responses at hand. */
    public TrainingResult train(Rollouts rollouts, Watcher watcher, Progress progress) {
        return stage.tuning().train(policy, stage.objective(policy, rollouts), optimizer, watcher, progress);
    }

    /**
     * Rounds over prompts in an order that the seed decides, beginning again where they are used up.
     *
     * @param source samples from the policy that is trained here
     * @param prompts at least one
     */
    public List<Round> run(
            Rollouts.Source source, List<Prompt> prompts, Size size, Watcher watcher, Progress progress) {
        List<Round> out = new ArrayList<>();
        for (int round = 0; round < size.rounds; round++) {
            Seed seed = new Seed(stage.tuning().seed().stream("round", round).nextLong());
            Rollouts rollouts = source.sample(chosen(prompts, size, round), size.samples, seed, progress);
            TrainingResult result = train(rollouts, watcher, progress);
            out.add(new Round(
                    round,
                    rollouts.meanReward(),
                    rollouts.tokenKl(),
                    rollouts.meanTokens(),
                    rollouts.shareEnded(),
                    result.bestLoss()));
            progress.update("rounds", round + 1, size.rounds, out.get(round).toString());
        }
        return out;
    }

    /** A round's prompts: a window on all prompts, shuffled anew each time they begin again. */
    private List<Prompt> chosen(List<Prompt> prompts, Size size, int round) {
        List<Prompt> out = new ArrayList<>();
        List<Prompt> order = List.of();
        long shuffled = -1;
        for (long at = (long) round * size.prompts; out.size() < size.prompts; at++) {
            long pass = at / prompts.size();
            if (pass != shuffled) {
                order = new ArrayList<>(prompts);
                Collections.shuffle(
                        order,
                        new Random(stage.tuning().seed().stream("prompts", pass).nextLong()));
                shuffled = pass;
            }
            out.add(order.get((int) (at % prompts.size())));
        }
        return out;
    }

    @Override
    public void close() {
        optimizer.close();
    }
}
