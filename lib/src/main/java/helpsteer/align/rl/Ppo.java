package helpsteer.align.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.align.Policy;
import helpsteer.align.PolicyBatch;
import helpsteer.align.PolicyObjective;
import helpsteer.align.PolicyText;
import helpsteer.align.loss.PpoLoss;
import helpsteer.align.loss.TokenRewards;
import helpsteer.nn.TorchScript;
import helpsteer.run.Progress;
import helpsteer.train.TrainingArgs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Proximal policy optimisation (paper, section 4.4) with a value head on the policy's own body, where NeMo-Aligner's critic is
 * a second model begun from the reward model: what fits one machine.
 *
 * @param rewards rewards of tokens and their advantages, which are normalised over a round
 * @param clip of the policy's ratio and of the values
 * @param valueFactor what the value loss counts beside the policy's, at least 0
 */
public record Ppo(TokenRewards rewards, PpoLoss clip, double valueFactor) implements OnlineStage {
    public Ppo {
        if (!(valueFactor >= 0) || Double.isInfinite(valueFactor)) {
            throw new IllegalArgumentException("valueFactor must be at least 0 and finite, got " + valueFactor);
        }
    }

    @Override
    public String loss() {
        return "ppo";
    }

    @Override
    public void prepare(Policy policy) {
        policy.addValueHead();
    }

    @Override
    public PolicyObjective objective(Policy policy, Rollouts rollouts, TrainingArgs args) {
        prepare(policy);
        List<Rollout> samples = rollouts.all();
        List<PolicyText> texts = samples.stream().map(Rollout::text).toList();
        List<double[]> values = Progress.during(Progress.SILENT, () -> policy.values(texts));
        List<double[]> advantages = new ArrayList<>();
        List<double[]> returns = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Rollout sample = samples.get(i);
            double[] value = values.get(i);
            double[] advantage = rewards.advantages(
                    rewards.rewards(sample.reward(), sample.policyLogs(), sample.referenceLogs()), value);
            advantages.add(advantage);
            returns.add(IntStream.range(0, value.length)
                    .mapToDouble(t -> advantage[t] + value[t])
                    .toArray());
        }
        return new ClippedObjective(
                policy, samples, new Round(values, TokenRewards.normalised(advantages), returns), this, args);
    }

    /** What stays as it was when the round began, for each token of each sample. */
    private record Round(List<double[]> values, List<double[]> advantages, List<double[]> returns) {}

    private static final class ClippedObjective extends RolloutObjective {
        private final Round round;
        private final Ppo settings;

        ClippedObjective(Policy policy, List<Rollout> samples, Round round, Ppo settings, TrainingArgs args) {
            super(policy, samples, args);
            this.round = round;
            this.settings = settings;
        }

        @Override
        public List<String> numbers() {
            List<String> out = new ArrayList<>(List.of(settings.clip.toString(), "values " + settings.valueFactor));
            round.advantages.forEach(a -> out.add(Arrays.toString(a)));
            round.returns.forEach(r -> out.add(Arrays.toString(r)));
            return out;
        }

        @Override
        public double backward(List<Integer> batch, double share, NDManager scope) {
            double sum = 0;
            for (List<Integer> part : parts(batch)) {
                double ofBatch = weight(part) / weight(batch);
                try (NDManager inner = scope.newSubManager()) {
                    sum += ofBatch * atOnce(part, share * ofBatch, inner);
                }
            }
            return sum;
        }

        private double atOnce(List<Integer> rows, double share, NDManager scope) {
            NDArray old = PolicyBatch.joined(
                    rows.stream().map(i -> sample(i).policyLogs()).toList(), scope);
            NDArray advantages = joined(round.advantages, rows, scope);
            NDArray oldValues = joined(round.values, rows, scope);
            NDArray returns = joined(round.returns, rows, scope);
            NDArray range = scope.create((float) settings.clip.range());
            NDArray factor = scope.create((float) settings.valueFactor);
            TorchScript losses = policy().losses();
            PolicyBatch.Loss both = (hidden, batch) -> {
                NDArray ofPolicy = batch.loss(hidden, logs -> losses.call("clipped", logs, old, advantages, range));
                NDArray values = policy().values(hidden, batch);
                NDArray ofValues = losses.call("value_loss", values, oldValues, returns, range);
                return losses.call("plus", ofPolicy, ofValues, factor);
            };
            return policy().backward(rows.stream().map(this::text).toList(), both, share, scope);
        }

        private static NDArray joined(List<double[]> numbers, List<Integer> rows, NDManager scope) {
            return PolicyBatch.joined(rows.stream().map(numbers::get).toList(), scope);
        }

        /** The same loss over all samples of the round, without dropout. */
        @Override
        public double validationLoss() {
            List<PolicyText> texts = texts();
            double[] now = flat(policy().of(texts));
            double[] old = flat(samples().stream().map(Rollout::policyLogs).toList());
            double[] values = flat(policy().values(texts));
            return settings.clip.policy(now, old, flat(round.advantages))
                    + settings.valueFactor * settings.clip.value(values, flat(round.values), flat(round.returns));
        }

        private static double[] flat(List<double[]> numbers) {
            return numbers.stream().flatMapToDouble(Arrays::stream).toArray();
        }
    }
}
