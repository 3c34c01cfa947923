package helpsteer.reward.training;

import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Comparison;
import helpsteer.reward.Scorer;
import helpsteer.stats.Accuracy;
import java.util.List;

/**
 * How well a scorer tells the better response of each pair.
 *
 * @param loss the mean loss, centring included
 * @param accuracy how often the chosen response has more goodness
 */
public record ComparisonFit(double loss, Accuracy accuracy) {
    /**
     * Scores both responses of each pair.
     *
     * @param pairs at least one
     * @param goodness what makes one number of the five
     */
    public static ComparisonFit of(
            Scorer scorer, List<Comparison> pairs, ComparisonLoss loss, AttributeWeights goodness) {
        return of(scorer.score(Comparison.exchanges(pairs)), pairs, loss, goodness);
    }

    /** Of scores at hand, those of chosen and rejected in turn. */
    static ComparisonFit of(
            List<AttributeScores> scores, List<Comparison> pairs, ComparisonLoss loss, AttributeWeights goodness) {
        double[] chosen = new double[pairs.size()];
        double[] rejected = new double[pairs.size()];
        for (int i = 0; i < pairs.size(); i++) {
            chosen[i] = goodness.goodness(scores.get(2 * i));
            rejected[i] = goodness.goodness(scores.get(2 * i + 1));
        }
        double[] strengths = pairs.stream().mapToDouble(Comparison::strength).toArray();
        return new ComparisonFit(loss.value(chosen, rejected, strengths), Accuracy.of(chosen, rejected));
    }
}
