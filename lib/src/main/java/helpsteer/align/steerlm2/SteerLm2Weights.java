package helpsteer.align.steerlm2;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What each of a prompt's n sampled responses weighs in SteerLM 2.0 (paper, equations 6 to 12), all in log space.
 *
 * <p>{@code w' = softmax(log P(a|x,y) + log P(y|x) - log Q'(y|a,x))} is fixed once the responses are scored;
 * {@code b' = softmax(log Q(y|a,x) - log Q'(y|a,x))} moves with the policy Q in training. Both add up to 1.
 */
public final class SteerLm2Weights {
    /** What the reference code adds to both shares within {@link #distance}. */
    public static final double REFERENCE_EPSILON = 1e-8;

    private static final double SAME = 1e-9;

    private final double[] logTargets;
    private final double[] logSampler;

    private SteerLm2Weights(double[] logTargets, double[] logSampler) {
        this.logTargets = logTargets;
        this.logSampler = logSampler;
    }

    /**
     * The weights of the responses sampled for one prompt.
     *
     * @throws IllegalArgumentException where there is none, or all have probability 0, since then no share can be given
     */
    public static SteerLm2Weights of(List<Candidate> candidates) {
        double[] logs = candidates.stream().mapToDouble(Candidate::logWeight).toArray();
        if (LogSpace.logSumExp(logs) == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException("candidates must hold one whose log P(a|x,y) and log P(y|x) are finite,"
                    + " got none of " + logs.length + "; sample others or leave the prompt out");
        }
        return new SteerLm2Weights(
                LogSpace.logSoftmax(logs),
                candidates.stream().mapToDouble(Candidate::logSampler).toArray());
    }

    /** Number n of responses. */
    public int size() {
        return logTargets.length;
    }

    /** w' (equation 7): the share that each response should have, adding up to 1. */
    public double[] targets() {
        return LogSpace.exp(logTargets);
    }

    /**
     * b' (equation 9): the share that each has under the policy, adding up to 1; 1/n while the policy is the sampler.
     *
     * @param logPolicy log Q(y|a,x) of each response, finite
     */
    public double[] shares(double[] logPolicy) {
        return LogSpace.exp(logShares(logPolicy));
    }

    private double[] logShares(double[] logPolicy) {
        if (logPolicy.length != size() || !Arrays.stream(logPolicy).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("logPolicy must be " + size() + " finite numbers, got "
                    + Arrays.toString(logPolicy) + "; lower the learning rate where they were finite before");
        }
        double[] logs = new double[size()];
        Arrays.setAll(logs, i -> logPolicy[i] - logSampler[i]);
        return LogSpace.logSoftmax(logs);
    }

    /**
     * {@code w' - b'} (equation 11), adding up to 0: minus the derivative of {@link #distance} by each response's log Q.
     *
     * @param logPolicy log Q(y|a,x) of each response, finite
     */
    public double[] pulls(double[] logPolicy) {
        double[] out = targets();
        double[] shares = shares(logPolicy);
        Arrays.setAll(out, i -> out[i] - shares[i]);
        return out;
    }

    /** {@code sum of w' log(w' / b')} (equation 12), at least 0, and 0 where the policy is as it should be. */
    public double distance(double[] logPolicy) {
        double[] logShares = logShares(logPolicy);
        double sum = 0;
        for (int i = 0; i < logShares.length; i++) {
            double target = Math.exp(logTargets[i]);
            sum += target == 0 ? 0 : target * (logTargets[i] - logShares[i]);
        }
        return Math.max(0, sum);
    }

    /** The same as the reference code computes it, with something added to both shares; bounded, and not quite the gradient's. */
    public double distance(double[] logPolicy, double epsilon) {
        double[] targets = targets();
        double[] shares = shares(logPolicy);
        double sum = 0;
        for (int i = 0; i < targets.length; i++) {
            sum += (targets[i] + epsilon) * Math.log((targets[i] + epsilon) / (shares[i] + epsilon));
        }
        return sum;
    }

    /** {@code 1 / sum of w'^2}: as many responses of equal weight would say as much; from 1 to n. */
    public double effectiveSamples() {
        return 1 / Arrays.stream(targets()).map(w -> w * w).sum();
    }

    /** Whether all responses weigh the same, as identical ones do: then there is nothing to choose between. */
    public boolean uniform() {
        double least = Arrays.stream(logTargets).min().orElseThrow();
        double most = Arrays.stream(logTargets).max().orElseThrow();
        return most - least < SAME;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d responses, worth %.1f of equal weight%s",
                size(),
                effectiveSamples(),
                uniform() ? "; all weigh the same, so this prompt teaches nothing by its choice" : "");
    }
}
