package helpsteer.align.loss;

import helpsteer.generate.SequenceLogProb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What DPO's implicit rewards say of some pairs, as TRL's trainer logs them, and how far policy and reference have come apart
 * on their responses.
 *
 * @param chosen mean implicit reward {@code beta (log policy - log reference)} of the chosen responses
 * @param rejected the same of the rejected ones
 * @param accuracy share of pairs whose chosen response has the higher reward; equals count against it, so that it says nothing
 *     before the first step
 * @param tokenKl mean over the tokens of all responses of {@code r - 1 - log r}, where r is the token's probability under the
 *     policy by that under the reference: never below 0, and 0 only where the two agree on every token. Of responses that
 *     the reference wrote, as in iterative DPO before the best and the worst are chosen, it would be an estimate of
 *     KL(reference || policy) for one token. It is none of KL(policy || reference), which the rounds of REINFORCE and PPO
 *     log: for that the policy has to sample
 */
public record ImplicitRewards(double chosen, double rejected, double accuracy, double tokenKl) {

    /**
     * Of responses' tokens.
     *
     * @param policy log-probabilities of each response's tokens: all chosen responses, then in the same order all rejected
     *     ones; at least one pair
     * @param reference the same under the reference
     */
    public static ImplicitRewards of(DpoLoss loss, List<double[]> policy, List<double[]> reference) {
        double[] rewards = loss.rewards(SequenceLogProb.sums(policy), SequenceLogProb.sums(reference));
        int pairs = rewards.length / 2;
        double chosen = 0;
        double rejected = 0;
        double right = 0;
        for (int i = 0; i < pairs; i++) {
            chosen += rewards[i];
            rejected += rewards[pairs + i];
            right += rewards[i] > rewards[pairs + i] ? 1 : 0;
        }
        return new ImplicitRewards(chosen / pairs, rejected / pairs, right / pairs, tokenKl(policy, reference));
    }

    private static double tokenKl(List<double[]> policy, List<double[]> reference) {
        double sum = 0;
        int tokens = 0;
        for (int i = 0; i < policy.size(); i++) {
            for (int t = 0; t < policy.get(i).length; t++) {
                double log = policy.get(i)[t] - reference.get(i)[t];
                sum += Math.expm1(log) - log;
                tokens++;
            }
        }
        return sum / tokens;
    }

    /** Mean reward of the chosen less that of the rejected. */
    public double margin() {
        return chosen - rejected;
    }

    /** For a look at the validation pairs. */
    public Map<String, Double> metrics() {
        Map<String, Double> out = new LinkedHashMap<>();
        out.put("accuracy", accuracy);
        out.put("margin", margin());
        out.put("reward of chosen", chosen);
        out.put("reward of rejected", rejected);
        out.put("KL a token", tokenKl);
        return out;
    }
}
