package helpsteer.align.rl;

import ai.djl.ndarray.NDManager;
import helpsteer.align.Policy;
import helpsteer.align.PolicyObjective;
import helpsteer.align.PolicyText;
import helpsteer.align.loss.RlooAdvantages;
import helpsteer.train.TrainingArgs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * REINFORCE with the other samples of a prompt as baseline (HelpSteer2-Preference; NeMo-Aligner): the mean over response
 * tokens of minus the log-probability times the sample's advantage. Each round's rollouts are used once in NeMo-Aligner, by one epoch.
 *
 * @param baseline makes advantages of rewards and KL
 */
public record Reinforce(RlooAdvantages baseline) implements OnlineStage {
    /** The advantages of all samples, prompt by prompt. */
    public double[] advantages(Rollouts rollouts) {
        return rollouts.groups().stream()
                .flatMapToDouble(group -> {
                    boolean[] ended = new boolean[group.size()];
                    for (int i = 0; i < ended.length; i++) {
                        ended[i] = group.get(i).ended();
                    }
                    double[] rewards =
                            group.stream().mapToDouble(Rollout::reward).toArray();
                    double[] kl = group.stream().mapToDouble(Rollout::tokenKl).toArray();
                    return Arrays.stream(baseline.advantages(rewards, kl, ended));
                })
                .toArray();
    }

    @Override
    public String loss() {
        return "reinforce";
    }

    @Override
    public void prepare(Policy policy) {}

    @Override
    public PolicyObjective objective(Policy policy, Rollouts rollouts, TrainingArgs args) {
        return new SampleObjective(policy, rollouts.all(), advantages(rollouts), args);
    }

    private static final class SampleObjective extends RolloutObjective {
        private final double[] advantages;

        SampleObjective(Policy policy, List<Rollout> samples, double[] advantages, TrainingArgs args) {
            super(policy, samples, args);
            this.advantages = advantages;
        }

        @Override
        public List<String> numbers() {
            return List.of(Arrays.toString(advantages));
        }

        @Override
        public double backward(List<Integer> batch, double share, NDManager scope) {
            double tokens = weight(batch);
            List<double[]> factors = new ArrayList<>();
            for (int row : batch) {
                factors.add(same(text(row), -advantages[row] / tokens));
            }
            return weighted(textsOf(batch), factors, share, scope);
        }

        /** The same loss over all samples of the round, without dropout. */
        @Override
        public double validationLoss() {
            List<PolicyText> texts = texts();
            double[] logs = policy().sums(texts);
            double sum = 0;
            double tokens = 0;
            for (int i = 0; i < logs.length; i++) {
                sum -= advantages[i] * logs[i];
                tokens += texts.get(i).askedCount();
            }
            return sum / tokens;
        }
    }
}
