package helpsteer.align.loss;

import helpsteer.reward.BradleyTerry;
import helpsteer.reward.training.ComparisonLoss;
import java.util.Arrays;

/**
 * Direct preference optimisation (Rafailov et al. 2023): a comparison of the rewards that policy and reference imply,
 * {@code beta (log policy - log reference)}; log-probabilities are sums over response tokens, as in NeMo-Aligner.
 *
 * @param kind regular, or with the preference's strength as margin or scale (HelpSteer2-Preference, section 5.1 of the
 *     fact sheet); the margin is in units of the implied reward
 * @param beta the penalty on leaving the reference, above 0; the paper takes 1e-3
 */
public record DpoLoss(BradleyTerry kind, double beta) {
    public DpoLoss {
        if (!(beta > 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException("beta must be above 0 and finite, got " + beta);
        }
    }

    /**
     * The mean loss.
     *
     * @param policy log-probabilities of the chosen responses, then of the rejected ones, shape (2N), N at least 1
     * @param reference the same under the reference, shape (2N)
     * @param strengths of the preferences, shape (N), above 0; of no effect for the regular kind
     */
    public double value(double[] policy, double[] reference, double[] strengths) {
        double[] rewards = rewards(policy, reference);
        return ComparisonLoss.of(kind).value(chosen(rewards), rejected(rewards), strengths);
    }

    /** The derivatives of {@link #value} by the policy's log-probabilities, shape (2N): chosen, then rejected. */
    public double[] gradient(double[] policy, double[] reference, double[] strengths) {
        double[] rewards = rewards(policy, reference);
        double[] out = ComparisonLoss.of(kind).gradient(chosen(rewards), rejected(rewards), strengths);
        for (int i = 0; i < out.length; i++) {
            out[i] *= beta;
        }
        return out;
    }

    private static double[] chosen(double[] both) {
        return Arrays.copyOf(both, both.length / 2);
    }

    private static double[] rejected(double[] both) {
        return Arrays.copyOfRange(both, both.length / 2, both.length);
    }

    /** The rewards that policy and reference imply. */
    public double[] rewards(double[] policy, double[] reference) {
        if (policy.length != reference.length || policy.length % 2 != 0) {
            throw new IllegalArgumentException("policy and reference must have one even length, got " + policy.length
                    + " and " + reference.length);
        }
        double[] out = new double[policy.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = beta * (policy[i] - reference[i]);
        }
        return out;
    }
}
