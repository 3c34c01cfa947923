package helpsteer.align.loss;

import java.util.Arrays;
import java.util.List;

/**
 * What PPO rewards each token of a response with, and what that makes each token's advantage (Schulman et al. 2015, 2017).
 *
 * @param penalty factor of the token's KL to the reference, at least 0; the paper takes 3e-3
 * @param absolute whether the KL counts without its sign, as in NeMo-Aligner's default; else signed, as in TRL
 * @param gamma how much a later reward counts, in [0, 1]; 1 in NeMo-Aligner
 * @param lambda how far ahead rewards and not values are believed, in [0, 1]; 0.95 in NeMo-Aligner
 */
public record TokenRewards(double penalty, boolean absolute, double gamma, double lambda) {
    public TokenRewards {
        if (!(penalty >= 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty must be at least 0 and finite, got " + penalty);
        }
        if (!(gamma >= 0 && gamma <= 1) || !(lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("gamma and lambda must be in [0, 1], got " + gamma + " and " + lambda);
        }
    }

    /** The paper's penalty with NeMo-Aligner's defaults. */
    public static TokenRewards defaults() {
        return new TokenRewards(3e-3, true, 1, 0.95);
    }

    /**
     * Each token's reward: minus the penalty on its KL, and the response's reward at the last.
     *
     * @param reward of the whole response, standardised
     * @param policy log-probability of each token under the policy that sampled, shape (T), T at least 1
     * @param reference the same under the reference, shape (T)
     */
    public double[] rewards(double reward, double[] policy, double[] reference) {
        if (policy.length == 0 || policy.length != reference.length) {
            throw new IllegalArgumentException("policy and reference must have one length above 0, got " + policy.length
                    + " and " + reference.length);
        }
        double[] out = new double[policy.length];
        for (int t = 0; t < out.length; t++) {
            double kl = policy[t] - reference[t];
            out[t] = -penalty * (absolute ? Math.abs(kl) : kl);
        }
        out[out.length - 1] += reward;
        return out;
    }

    /**
     * Generalised advantages; a token's return is its advantage plus its value.
     *
     * @param rewards of each token, shape (T)
     * @param values what the state before each token was thought to be worth, shape (T); after the last it is worth 0
     */
    public double[] advantages(double[] rewards, double[] values) {
        if (rewards.length != values.length) {
            throw new IllegalArgumentException(
                    "rewards and values must have one length, got " + rewards.length + " and " + values.length);
        }
        double[] out = new double[rewards.length];
        double next = 0;
        double nextValue = 0;
        for (int t = out.length - 1; t >= 0; t--) {
            double surprise = rewards[t] + gamma * nextValue - values[t];
            next = surprise + gamma * lambda * next;
            out[t] = next;
            nextValue = values[t];
        }
        return out;
    }

    /**
     * All advantages of a batch less their mean, divided by their standard deviation (over N - 1); where all are equal, 0.
     *
     * @param advantages of each response's tokens
     */
    public static List<double[]> normalised(List<double[]> advantages) {
        double[] all = advantages.stream().flatMapToDouble(Arrays::stream).toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        double squares = Arrays.stream(all).map(a -> (a - mean) * (a - mean)).sum();
        double deviation = all.length < 2 ? 0 : Math.sqrt(squares / (all.length - 1));
        return advantages.stream()
                .map(a -> Arrays.stream(a)
                        .map(x -> deviation == 0 ? 0 : (x - mean) / deviation)
                        .toArray())
                .toList();
    }
}
