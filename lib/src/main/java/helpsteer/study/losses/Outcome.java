package helpsteer.study.losses;

import helpsteer.data.Pair;
import helpsteer.stats.Accuracy;
import helpsteer.study.losses.LabelledPairs.Labelled;

/**
 * What a direction is worth in one world.
 *
 * @param cosine with the gold direction
 * @param gold share of fresh pairs whose response of higher gold helpfulness it scores higher
 * @param labels share of fresh pairs with a preference whose preferred response it scores higher
 * @param lengthWeight points it gives for a standard deviation of length, where helpfulness counts as it should
 * @param longerWins share of pairs of equal gold whose longer response it scores higher
 */
public record Outcome(double cosine, double gold, double labels, double lengthWeight, double longerWins) {
    /** Of a direction on fresh pairs. */
    static Outcome of(double[] direction, LinearWorld world, LabelledPairs fresh) {
        double gold = 0;
        double labels = 0;
        int decided = 0;
        for (Labelled pair : fresh.pairs()) {
            Pair<Double> scores = pair.responses().map(response -> LinearWorld.score(direction, response.vector()));
            double apart = scores.rejected() - scores.chosen(); // second less first: neither is chosen yet
            gold += Accuracy.ofSigns(apart, pair.goldApart());
            if (pair.preference() != 0) {
                labels += Accuracy.ofSigns(apart, pair.preference());
                decided++;
            }
        }
        return new Outcome(
                world.cosine(direction),
                gold / fresh.pairs().size(),
                decided == 0 ? Double.NaN : labels / decided,
                world.lengthWeight(direction),
                world.longerWins(direction));
    }
}
