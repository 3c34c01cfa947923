package helpsteer.reward.heads;

import helpsteer.data.Split;
import helpsteer.reward.LinearHead;
import helpsteer.reward.Scorer;
import helpsteer.reward.training.BradleyTerry;
import helpsteer.reward.training.Comparison;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import java.util.List;
import java.util.Locale;

/**
 * A Bradley-Terry head on the vectors of a frozen backbone, fitted to pairs of any source.
 *
 * @param vectors of the backbone
 * @param loss of the comparisons
 */
public record FrozenComparison(Vectors vectors, BradleyTerry loss) implements PairLearner {
    @Override
    public String name() {
        return "frozen + " + loss.name().toLowerCase(Locale.ROOT) + " Bradley-Terry on pairs";
    }

    @Override
    public Scorer learn(List<Comparison> train, Progress progress) {
        return vectors.scorer(fit(train, progress).head()::apply);
    }

    /** The head with its penalty chosen by cross-validation within the pairs, grouped by prompt. */
    public BradleyTerryHead fit(List<Comparison> train, Progress progress) {
        return BradleyTerryHead.choosing(
                PairVectors.of(vectors, train, progress),
                loss,
                Split.foldOf(train, Comparison::prompt, FrozenHead.FOLDS, new Seed(0)));
    }

    /** The same, held near the number for helpfulness of another head on these vectors. */
    public BradleyTerryHead fitFrom(LinearHead start, List<Comparison> train, Progress progress) {
        return BradleyTerryHead.choosing(
                PairVectors.of(vectors, train, progress),
                loss,
                Split.foldOf(train, Comparison::prompt, FrozenHead.FOLDS, new Seed(0)),
                start);
    }
}
