package helpsteer.align.loss;

import helpsteer.reward.BradleyTerry;
import helpsteer.reward.ComparisonLoss;

/**
 * Direct preference optimisation (Rafailov et al. 2023): a comparison of the rewards that policy and reference imply,
 * {@code beta (log policy - log reference)}; log-probabilities are sums over response tokens, as in NeMo-Aligner.
 *
 * @param kind regular, or with the preference's strength as margin or scale (HelpSteer2-Preference, section 5.1 of the
 *     fact sheet); the margin is in units of the implied reward
 * @param beta the penalty on leaving the reference, above 0; the paper takes 1e-3
 */
public record Dpo(BradleyTerry kind, double beta) {
    public Dpo {
        if (!(beta > 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException("beta must be above 0 and finite, got " + beta);
        }
    }

    /**
     * Log-probabilities of the responses of some pairs.
     *
     * @param chosen of the chosen responses, shape (N), N at least 1
     * @param rejected of the rejected ones, shape (N)
     */
    public record PairLogs(double[] chosen, double[] rejected) {}

    /**
     * The mean loss.
     *
     * @param strengths of the preferences, shape (N), above 0; of no effect for the regular kind
     */
    public double value(PairLogs policy, PairLogs reference, double[] strengths) {
        return ComparisonLoss.of(kind)
                .value(
                        rewards(policy.chosen, reference.chosen),
                        rewards(policy.rejected, reference.rejected),
                        strengths);
    }

    /** The derivatives of {@link #value} by the policy's log-probabilities, shape (2N): chosen, then rejected. */
    public double[] gradient(PairLogs policy, PairLogs reference, double[] strengths) {
        double[] out = ComparisonLoss.of(kind)
                .gradient(
                        rewards(policy.chosen, reference.chosen),
                        rewards(policy.rejected, reference.rejected),
                        strengths);
        for (int i = 0; i < out.length; i++) {
            out[i] *= beta;
        }
        return out;
    }

    /** The rewards that policy and reference imply. */
    public double[] rewards(double[] policy, double[] reference) {
        if (policy.length != reference.length) {
            throw new IllegalArgumentException(
                    "policy and reference must have one length, got " + policy.length + " and " + reference.length);
        }
        double[] out = new double[policy.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = beta * (policy[i] - reference[i]);
        }
        return out;
    }
}
