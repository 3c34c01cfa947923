package helpsteer.reward.training;

import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
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
     * @param settings say what goodness is and which loss is meant
     */
    public static ComparisonFit of(Scorer scorer, List<Comparison> pairs, Comparing settings, Progress progress) {
        return of(scorer.score(Comparison.exchanges(pairs), progress), pairs, settings);
    }

    /** Of scores at hand, those of chosen and rejected in turn. */
    static ComparisonFit of(List<AttributeScores> scores, List<Comparison> pairs, Comparing settings) {
        double[] chosen = new double[pairs.size()];
        double[] rejected = new double[pairs.size()];
        for (int i = 0; i < pairs.size(); i++) {
            chosen[i] = settings.goodness().goodness(scores.get(2 * i));
            rejected[i] = settings.goodness().goodness(scores.get(2 * i + 1));
        }
        double[] strengths = pairs.stream().mapToDouble(Comparison::strength).toArray();
        return new ComparisonFit(settings.loss().value(chosen, rejected, strengths), Accuracy.of(chosen, rejected));
    }
}
