package helpsteer.study.losses;

import helpsteer.stats.Accuracy;

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
        for (int i = 0; i < fresh.pairs(); i++) {
            double apart = LinearWorld.score(direction, fresh.vectors()[2 * i + 1])
                    - LinearWorld.score(direction, fresh.vectors()[2 * i]);
            gold += Accuracy.ofSigns(apart, fresh.gold()[2 * i + 1] - fresh.gold()[2 * i]);
            if (fresh.preference(i) != 0) {
                labels += Accuracy.ofSigns(apart, fresh.preference(i));
                decided++;
            }
        }
        return new Outcome(
                world.cosine(direction),
                gold / fresh.pairs(),
                decided == 0 ? Double.NaN : labels / decided,
                world.lengthWeight(direction),
                world.longerWins(direction));
    }
}
