package helpsteer.reward.heads;

import helpsteer.data.Split;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.ComparedPair;
import helpsteer.reward.LinearHead;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import java.util.Arrays;
import java.util.IdentityHashMap;
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
    public Scorer learn(List<ComparedPair> train, Progress progress) {
        LinearHead head = fit(train, progress).head();
        return (exchanges, p) ->
                Arrays.stream(vectors.of(exchanges, p)).map(head::apply).toList();
    }

    /** The head with its penalty chosen by cross-validation within the pairs, grouped by prompt. */
    public BradleyTerryHead fit(List<ComparedPair> train, Progress progress) {
        return BradleyTerryHead.choosing(pairs(train, progress), loss, folds(train));
    }

    /** The same, held near the number for helpfulness of another head on these vectors. */
    public BradleyTerryHead fitFrom(LinearHead start, List<ComparedPair> train, Progress progress) {
        return BradleyTerryHead.choosing(pairs(train, progress), loss, folds(train), start);
    }

    private PairVectors pairs(List<ComparedPair> train, Progress progress) {
        float[][] both = vectors.of(ComparedPair.exchanges(train), progress);
        float[][] chosen = new float[train.size()][];
        float[][] rejected = new float[train.size()][];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = both[2 * i];
            rejected[i] = both[2 * i + 1];
        }
        double[] strengths = train.stream().mapToDouble(ComparedPair::strength).toArray();
        return new PairVectors(chosen, rejected, strengths);
    }

    private static int[] folds(List<ComparedPair> pairs) {
        IdentityHashMap<ComparedPair, Integer> foldOf = new IdentityHashMap<>();
        List<Split<ComparedPair>> folds = Split.folds(pairs, ComparedPair::prompt, FrozenHead.FOLDS, new Seed(0));
        for (int fold = 0; fold < folds.size(); fold++) {
            for (ComparedPair pair : folds.get(fold).validation()) {
                foldOf.put(pair, fold);
            }
        }
        return pairs.stream().mapToInt(p -> foldOf.getOrDefault(p, 0)).toArray();
    }
}
