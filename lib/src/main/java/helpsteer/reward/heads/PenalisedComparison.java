package helpsteer.reward.heads;

import helpsteer.reward.Scorer;
import helpsteer.reward.training.BradleyTerry;
import helpsteer.reward.training.Comparison;
import helpsteer.run.Progress;
import java.util.List;
import java.util.Locale;

/**
 * As {@link FrozenComparison}, with a penalty that is given: where losses are compared, a penalty that each chooses for
 * itself would be compared with them.
 *
 * @param vectors of the backbone
 * @param loss of the comparisons
 * @param penalty above 0
 */
public record PenalisedComparison(Vectors vectors, BradleyTerry loss, double penalty) implements PairLearner {
    public PenalisedComparison {
        Penalties.check(penalty);
    }

    @Override
    public String name() {
        return loss.name().toLowerCase(Locale.ROOT) + ", penalty " + penalty;
    }

    @Override
    public Scorer learn(List<Comparison> train, Progress progress) {
        PairVectors pairs = PairVectors.of(vectors, train, progress);
        return vectors.scorer(BradleyTerryHead.of(pairs, loss, penalty).head()::apply);
    }
}
