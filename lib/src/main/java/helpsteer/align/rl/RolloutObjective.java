package helpsteer.align.rl;

import helpsteer.align.Policy;
import helpsteer.align.PolicyObjective;
import helpsteer.align.PolicyText;
import helpsteer.train.TrainingArgs;
import java.util.List;

/** What objectives over one round's samples share: each sample is a row of its own, and tokens are what the loss is a mean of. */
abstract class RolloutObjective extends PolicyObjective {
    private final List<Rollout> samples;

    RolloutObjective(Policy policy, List<Rollout> samples, TrainingArgs args) {
        super(policy, samples.stream().map(Rollout::text).toList(), args);
        this.samples = List.copyOf(samples);
    }

    final List<Rollout> samples() {
        return samples;
    }

    final Rollout sample(int row) {
        return samples.get(row);
    }

    /** The texts of all samples. */
    final List<PolicyText> texts() {
        return samples.stream().map(Rollout::text).toList();
    }

    @Override
    public final int rows() {
        return samples.size();
    }

    @Override
    public final List<Integer> textsOf(int row) {
        return List.of(row);
    }

    @Override
    public final double weight(List<Integer> batch) {
        return askedTokens(batch);
    }

    @Override
    public final String describe(int row) {
        return "sample " + row;
    }
}
