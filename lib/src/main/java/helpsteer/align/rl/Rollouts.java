package helpsteer.align.rl;

import helpsteer.align.LogProbs;
import helpsteer.align.Policy;
import helpsteer.align.PolicyText;
import helpsteer.align.Sampler;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.generate.Completion;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The responses of one round of REINFORCE or PPO.
 *
 * @param groups the samples of each prompt
 */
public record Rollouts(List<List<Rollout>> groups) {
    public Rollouts {
        groups = groups.stream().map(List::copyOf).toList();
    }

    /**
     * Where rollouts come from.
     *
     * @param policy trained
     * @param reference what it is held to, and stays as it is
     * @param sampler answers by the policy as it stands
     * @param scorer the reward model
     * @param scale makes rewards of its scores
     * @param wanted the ratings that the policy is told, or none
     */
    public record Source(
            Policy policy,
            LogProbs reference,
            Sampler sampler,
            Scorer scorer,
            RewardNormalization scale,
            Optional<Ratings> wanted) {

        /**
         * The same held to the policy with its adapters switched off.
         *
         * @throws IllegalArgumentException where the policy has none, for then training moves the reference along
         */
        public Source(
                Policy policy, Sampler sampler, Scorer scorer, RewardNormalization scale, Optional<Ratings> wanted) {
            this(policy, frozen(policy), sampler, scorer, scale, wanted);
        }

        private static LogProbs frozen(Policy policy) {
            if (policy.input().options().lora().isEmpty()) {
                throw new IllegalArgumentException("a policy without adapters must be given a reference, got none, and"
                        + " it would move with the policy; open the model a second time and give that");
            }
            return policy.reference();
        }

        /** Samples, scores and reads n responses to each prompt. */
        public Rollouts sample(List<Prompt> prompts, int n, Seed seed) {
            List<int[]> ids =
                    prompts.stream().map(p -> policy.readPrompt(p, wanted)).toList();
            List<List<Completion>> responses = sampler.sample(ids, n, seed);
            List<PromptResponse> exchanges = new ArrayList<>();
            List<PolicyText> texts = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                for (Completion response : responses.get(i)) {
                    exchanges.add(new PromptResponse(prompts.get(i), response.text()));
                    texts.add(PolicyText.of(ids.get(i), response.tokens()));
                }
            }
            List<AttributeScores> scores = scorer.score(exchanges);
            List<double[]> now = policy.of(texts);
            List<double[]> before = reference.of(texts);
            List<List<Rollout>> groups = new ArrayList<>();
            int at = 0;
            for (List<Completion> ofPrompt : responses) {
                List<Rollout> group = new ArrayList<>();
                for (Completion response : ofPrompt) {
                    group.add(new Rollout(
                            texts.get(at),
                            scale.reward(scores.get(at)),
                            response.ended(),
                            boxed(now.get(at)),
                            boxed(before.get(at))));
                    at++;
                }
                groups.add(group);
            }
            return new Rollouts(groups);
        }
    }

    private static List<Double> boxed(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /** All samples, prompt by prompt. */
    public List<Rollout> all() {
        return groups.stream().flatMap(List::stream).toList();
    }

    /** Mean reward. */
    public double meanReward() {
        return all().stream().mapToDouble(Rollout::reward).average().orElse(Double.NaN);
    }

    /** Mean over all tokens of log policy less log reference. */
    public double tokenKl() {
        double tokens = all().stream().mapToDouble(r -> r.text().askedCount()).sum();
        return all().stream()
                        .mapToDouble(r -> r.tokenKl() * r.text().askedCount())
                        .sum()
                / tokens;
    }

    /** Mean number of tokens. */
    public double meanTokens() {
        return all().stream().mapToInt(r -> r.text().askedCount()).average().orElse(Double.NaN);
    }

    /** Share of samples that came to their end by themselves. */
    public double shareEnded() {
        return all().stream().mapToInt(r -> r.ended() ? 1 : 0).average().orElse(Double.NaN);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d responses to %d prompts: reward %.3f, KL %.4f a token, %.1f tokens, %.0f %% ended",
                all().size(),
                groups.size(),
                meanReward(),
                tokenKl(),
                meanTokens(),
                100 * shareEnded());
    }
}
