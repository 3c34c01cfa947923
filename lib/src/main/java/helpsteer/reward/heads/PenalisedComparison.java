package helpsteer.reward.heads;

import helpsteer.reward.BradleyTerry;
import helpsteer.reward.ComparedPair;
import helpsteer.reward.LinearHead;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import java.util.Arrays;
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
    public Scorer learn(List<ComparedPair> train, Progress progress) {
        float[][] both = vectors.of(ComparedPair.exchanges(train), progress);
        float[][] chosen = new float[train.size()][];
        float[][] rejected = new float[train.size()][];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = both[2 * i];
            rejected[i] = both[2 * i + 1];
        }
        double[] strengths = train.stream().mapToDouble(ComparedPair::strength).toArray();
        PairVectors pairs = new PairVectors(chosen, rejected, strengths);
        LinearHead head = BradleyTerryHead.of(pairs, loss, penalty).head();
        return (exchanges, p) ->
                Arrays.stream(vectors.of(exchanges, p)).map(head::apply).toList();
    }
}
