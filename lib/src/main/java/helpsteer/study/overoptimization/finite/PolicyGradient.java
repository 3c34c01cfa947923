package helpsteer.study.overoptimization.finite;

import helpsteer.align.loss.PpoLoss;
import helpsteer.align.loss.RlooAdvantages;
import helpsteer.align.loss.TokenRewards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * REINFORCE and PPO on a {@link LogLinearPolicy} with the losses that the library trains decoders with; a response is one token.
 */
final class PolicyGradient {
    private static final int UPDATES = 200;
    private static final int SAMPLES = 32;
    private static final double RATE = 0.1;

    /** Updates that PPO makes of one round of samples. */
    private static final int EPOCHS = 4;

    private static final double CLIP = 0.2;

    /** Share of the way to the mean return of a prompt's samples that its value goes in an update. */
    private static final double VALUE_RATE = 0.25;

    private final ResponseWorld world;
    private final double[][] proxy;
    private final double klWeight;

    /**
     * Training by a proxy.
     *
     * @param proxy rewards of each prompt's responses
     * @param klWeight of the KL to the reference policy, at least 0
     */
    PolicyGradient(ResponseWorld world, double[][] proxy, double klWeight) {
        this.world = world;
        this.proxy = proxy;
        this.klWeight = klWeight;
    }

    /** The settings that all trainings share. */
    static String described() {
        return UPDATES + " updates, " + SAMPLES + " samples a prompt, rate " + RATE + ", PPO with " + EPOCHS
                + " updates a round and clip " + CLIP;
    }

    /** REINFORCE with the other samples of the prompt as baseline. */
    Trajectory reinforce(RandomGenerator random) {
        LogLinearPolicy policy = new LogLinearPolicy(world);
        RlooAdvantages baseline = new RlooAdvantages(klWeight);
        boolean[] ended = new boolean[SAMPLES];
        Arrays.fill(ended, true);
        List<Trajectory.Point> points = new ArrayList<>(List.of(point(policy)));
        for (int update = 0; update < UPDATES; update++) {
            int[][] drawn = draw(policy, random);
            double[] gradient = new double[drawn.length * SAMPLES];
            for (int p = 0; p < drawn.length; p++) {
                int prompt = p;
                double[] rewards = Arrays.stream(drawn[p])
                        .mapToDouble(y -> proxy[prompt][y])
                        .toArray();
                double[] kl = Arrays.stream(drawn[p])
                        .mapToDouble(y -> policy.log(prompt, y) - policy.logReference(prompt, y))
                        .toArray();
                double[] advantages = baseline.advantages(rewards, kl, ended);
                for (int i = 0; i < SAMPLES; i++) {
                    gradient[p * SAMPLES + i] = -advantages[i] / gradient.length;
                }
            }
            policy.step(drawn, gradient, RATE);
            points.add(point(policy));
        }
        return new Trajectory(points);
    }

    /** PPO with a value for each prompt. */
    Trajectory ppo(RandomGenerator random) {
        LogLinearPolicy policy = new LogLinearPolicy(world);
        PpoLoss loss = new PpoLoss(CLIP);
        double[] values = new double[world.prompts()];
        List<Trajectory.Point> points = new ArrayList<>(List.of(point(policy)));
        for (int round = 0; round < UPDATES / EPOCHS; round++) {
            int[][] drawn = draw(policy, random);
            Round of = round(policy, drawn, values);
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                policy.step(drawn, loss.policyGradient(logs(policy, drawn), of.logs, of.advantages), RATE);
                learn(loss, values, of);
                points.add(point(policy));
            }
        }
        return new Trajectory(points);
    }

    /** What stays as it was when the round began, of each sample, prompt by prompt. */
    private static final class Round {
        private final double[] logs;
        private final double[] advantages;
        private final double[] values;
        private final double[] returns;

        Round(double[] logs, double[] advantages, double[] values, double[] returns) {
            this.logs = logs;
            this.advantages = advantages;
            this.values = values;
            this.returns = returns;
        }
    }

    private Round round(LogLinearPolicy policy, int[][] drawn, double[] values) {
        TokenRewards rewards = new TokenRewards(klWeight, false, 1, 1);
        double[] logs = logs(policy, drawn);
        double[] old = ofEachSample(values);
        List<double[]> advantages = new ArrayList<>();
        double[] returns = new double[logs.length];
        for (int i = 0; i < logs.length; i++) {
            int prompt = i / SAMPLES;
            int response = drawn[prompt][i % SAMPLES];
            double[] reward = rewards.rewards(
                    proxy[prompt][response], new double[] {logs[i]}, new double[] {policy.logReference(prompt, response)
                    });
            double[] advantage = rewards.advantages(reward, new double[] {old[i]});
            advantages.add(advantage);
            returns[i] = advantage[0] + old[i];
        }
        double[] normalised = TokenRewards.normalised(advantages).stream()
                .mapToDouble(advantage -> advantage[0])
                .toArray();
        return new Round(logs, normalised, old, returns);
    }

    /** A step of each prompt's value. The loss is a mean over all prompts, hence their number. */
    private static void learn(PpoLoss loss, double[] values, Round of) {
        double[] gradient = loss.valueGradient(ofEachSample(values), of.values, of.returns);
        for (int i = 0; i < gradient.length; i++) {
            values[i / SAMPLES] -= VALUE_RATE * values.length * gradient[i];
        }
    }

    private static double[] ofEachSample(double[] values) {
        return IntStream.range(0, values.length * SAMPLES)
                .mapToDouble(i -> values[i / SAMPLES])
                .toArray();
    }

    private static double[] logs(LogLinearPolicy policy, int[][] drawn) {
        return IntStream.range(0, drawn.length * SAMPLES)
                .mapToDouble(i -> policy.log(i / SAMPLES, drawn[i / SAMPLES][i % SAMPLES]))
                .toArray();
    }

    private int[][] draw(LogLinearPolicy policy, RandomGenerator random) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("training was interrupted; run it again");
        }
        return IntStream.range(0, world.prompts())
                .mapToObj(prompt -> policy.draw(prompt, SAMPLES, random))
                .toArray(int[][]::new);
    }

    private Trajectory.Point point(LogLinearPolicy policy) {
        return new Trajectory.Point(policy.kl(), policy.expected(world.gold()), policy.expected(proxy));
    }
}
