package helpsteer.align.rl;

import helpsteer.align.Policy;
import helpsteer.data.Prompt;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import helpsteer.train.metrics.TrainingResult.Validation;
import helpsteer.train.optim.AdamW;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;

/**
 * Rounds of sampling, scoring and training with one optimiser, whose moments go on from round to round.
 *
 * <p>The learning rate is constant. Within a round the policy ends where the round's own loss was lowest.
 */
public final class OnlineTraining implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final Policy policy;
    private final OnlineStage stage;
    private final TrainingArgs args;
    private final AdamW optimizer;

    /**
     * Begins training of a policy; closed before the policy is.
     *
     * @param args its batches count samples, its epochs are passes over one round's rollouts
     */
    public OnlineTraining(Policy policy, OnlineStage stage, TrainingArgs args) {
        this.policy = policy;
        this.stage = stage;
        this.args = args;
        stage.prepare(policy);
        optimizer = args.optimizer(policy);
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
        /** The same as a look, after so many steps of all rounds. */
        Validation look(int stepsDone) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("reward", reward);
            metrics.put("KL a token", tokenKl);
            metrics.put("tokens", tokens);
            metrics.put("share ended", shareEnded);
            return new Validation(stepsDone, loss, metrics);
        }

        /** The round that a look was made of. */
        static Round of(int round, Validation look) {
            return new Round(
                    round,
                    number(look, "reward"),
                    number(look, "KL a token"),
                    number(look, "tokens"),
                    number(look, "share ended"),
                    look.loss());
        }

        private static double number(Validation look, String name) {
            return look.metrics().getOrDefault(name, Double.NaN);
        }

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
    public TrainingResult train(Rollouts rollouts) {
        return args.round(policy, stage.objective(policy, rollouts, args), optimizer);
    }

    /**
     * Rounds over prompts in an order that the seed decides, beginning again where they are used up.
     *
     * @param source samples from the policy that is trained here
     * @param prompts at least one
     * @throws CancellationException where the thread is interrupted; the policy then stands somewhere in the round
     */
    public List<Round> run(Rollouts.Source source, List<Prompt> prompts, Size size) {
        Plan plan = new Plan(source, prompts, size);
        List<Round> out = new ArrayList<>();
        for (int round = 0; round < size.rounds; round++) {
            out.add(round(round, plan).round);
        }
        return out;
    }

    /**
     * What the rounds are made of.
     *
     * @param prompts at least one
     */
    record Plan(Rollouts.Source source, List<Prompt> prompts, Size size) {}

    /**
     * A round that is done.
     *
     * @param seconds that sampling and scoring took
     */
    record Done(Round round, TrainingResult training, double seconds) {}

    /** One round, which depends on its number and on where the rounds before have left policy and optimiser. */
    Done round(int number, Plan plan) {
        if (Thread.interrupted()) {
            throw new CancellationException("training was interrupted before round " + number);
        }
        Seed seed = new Seed(args.seed().stream("round", number).nextLong());
        long start = System.nanoTime();
        Rollouts rollouts = plan.source.sample(chosen(plan.prompts, plan.size, number), plan.size.samples, seed);
        double seconds = (System.nanoTime() - start) / NANOS;
        TrainingResult result = train(rollouts);
        if (result.ending() == Ending.INTERRUPTED) {
            throw new CancellationException("training of round " + number + " was interrupted");
        }
        Round round = new Round(
                number,
                rollouts.meanReward(),
                rollouts.tokenKl(),
                rollouts.meanTokens(),
                rollouts.shareEnded(),
                result.bestLoss());
        Progress.current().update("rounds", number + 1, plan.size.rounds, round.toString());
        return new Done(round, result, seconds);
    }

    /** The optimiser of all rounds. */
    AdamW optimizer() {
        return optimizer;
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
                        order, new Random(args.seed().stream("prompts", pass).nextLong()));
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
