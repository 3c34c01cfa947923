package helpsteer.reward.heads;

import helpsteer.data.Split;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.LinearHead;
import helpsteer.reward.Scorer;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.RegularizationPath;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Seed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A Bradley-Terry head on the vectors of a frozen backbone, fitted to pairs of any source.
 *
 * @param vectors of the backbone
 * @param loss of the comparisons
 * @param penalty above 0; where none is given, cross-validation within the pairs, grouped by prompt, chooses one. Where losses
 *     are compared, a penalty that each chooses for itself would be compared with them
 */
public record FrozenComparison(Vectors vectors, BradleyTerry loss, OptionalDouble penalty)
        implements Learner<Comparison> {
    public FrozenComparison {
        penalty.ifPresent(RegularizationPath::check);
    }

    /** With the penalty that cross-validation chooses. */
    public FrozenComparison(Vectors vectors, BradleyTerry loss) {
        this(vectors, loss, OptionalDouble.empty());
    }

    /** With a given penalty. */
    public FrozenComparison(Vectors vectors, BradleyTerry loss, double penalty) {
        this(vectors, loss, OptionalDouble.of(penalty));
    }

    @Override
    public String name() {
        String kind = loss.name().toLowerCase(Locale.ROOT);
        return penalty.isPresent()
                ? kind + ", penalty " + penalty.getAsDouble()
                : "frozen + " + kind + " Bradley-Terry on pairs";
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> out = new TreeMap<>(vectors.settings());
        out.put("learner", name());
        return out;
    }

    @Override
    public Scorer learn(List<Comparison> train) {
        return vectors.scorer(fit(train).head()::apply);
    }

    /** The head. */
    public BradleyTerryHead fit(List<Comparison> train) {
        PairVectors pairs = PairVectors.of(vectors, train);
        return penalty.isPresent()
                ? BradleyTerryHead.of(pairs, loss, penalty.getAsDouble())
                : BradleyTerryHead.choosing(pairs, loss, folds(train));
    }

    /** The head of a penalty that cross-validation chooses, held near the number for helpfulness of another head. */
    public BradleyTerryHead fitFrom(LinearHead start, List<Comparison> train) {
        return BradleyTerryHead.choosing(PairVectors.of(vectors, train), loss, folds(train), start);
    }

    private static int[] folds(List<Comparison> train) {
        return Split.foldOf(train, Comparison::prompt, FrozenHead.FOLDS, new Seed(0));
    }
}
