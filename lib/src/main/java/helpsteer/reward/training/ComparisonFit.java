package helpsteer.reward.training;

import helpsteer.data.Pair;
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
        return of(scorer.scorePairs(pairs), pairs, loss, goodness);
    }

    /** Of scores at hand. */
    static ComparisonFit of(
            List<Pair<AttributeScores>> scores,
            List<Comparison> pairs,
            ComparisonLoss loss,
            AttributeWeights goodness) {
        Pair<double[]> values = Pair.numbers(
                scores.stream().map(both -> both.map(goodness::reward)).toList());
        double[] strengths = pairs.stream().mapToDouble(Comparison::strength).toArray();
        return new ComparisonFit(
                loss.value(values.chosen(), values.rejected(), strengths),
                Accuracy.of(values.chosen(), values.rejected()));
    }
}
