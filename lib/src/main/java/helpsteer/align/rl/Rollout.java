package helpsteer.align.rl;

import helpsteer.align.PolicyText;
import java.util.List;

/**
 * A sampled response with its reward, and what its tokens were worth to the policy that sampled it and to the reference.
 *
 * @param text as it was sampled, token by token
 * @param reward standardised
 * @param ended whether it came to its end by itself
 * @param policy log-probability of each token asked for, when it was sampled
 * @param reference the same under the reference
 */
public record Rollout(PolicyText text, double reward, boolean ended, List<Double> policy, List<Double> reference) {
    public Rollout {
        policy = List.copyOf(policy);
        reference = List.copyOf(reference);
        if (policy.size() != text.askedCount() || reference.size() != text.askedCount()) {
            throw new IllegalArgumentException("policy and reference must have a number for each of "
                    + text.askedCount() + " tokens, got " + policy.size() + " and " + reference.size());
        }
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward must be finite, got " + reward + "; leave the response out");
        }
    }

    public double[] policyLogs() {
        return policy.stream().mapToDouble(Double::doubleValue).toArray();
    }

    double[] referenceLogs() {
        return reference.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Mean over the tokens of log policy less log reference: an estimate of the KL to the reference, for one token. */
    public double tokenKl() {
        double sum = 0;
        for (int t = 0; t < policy.size(); t++) {
            sum += policy.get(t) - reference.get(t);
        }
        return sum / policy.size();
    }
}
