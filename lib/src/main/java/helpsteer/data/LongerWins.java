package helpsteer.data;

import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.Wilson;
import helpsteer.stats.test.McNemar;
import java.util.List;

/**
 * How often the longer of two responses is the one rated higher: what length alone says about the winner.
 *
 * @param wins number of pairs whose longer response is rated higher
 * @param losses number of pairs whose shorter response is rated higher
 * @param undecided number of pairs that say nothing, being of equal rating or equal length
 */
public record LongerWins(int wins, int losses, int undecided) {
    public LongerWins {
        if (wins < 0 || losses < 0 || undecided < 0) {
            throw new IllegalArgumentException(
                    "wins, losses and undecided must be at least 0, got " + wins + ", " + losses + " and " + undecided);
        }
    }

    /** Counts the pairs by an attribute. */
    public static LongerWins of(List<RatedPair> pairs, Attribute attribute) {
        int wins = 0;
        int losses = 0;
        for (RatedPair pair : pairs) {
            boolean decided = pair.preferred(attribute) != Preferred.TIE && pair.longer() != Preferred.TIE;
            boolean won = pair.preferred(attribute) == pair.longer();
            wins += decided && won ? 1 : 0;
            losses += decided && !won ? 1 : 0;
        }
        return new LongerWins(wins, losses, pairs.size() - wins - losses);
    }

    /** Number of pairs that say something. */
    public int decided() {
        return wins + losses;
    }

    /** The longer response's share of the decided pairs; NaN where there is none. */
    public double share() {
        return (double) wins / decided();
    }

    /** The share with its 95 % interval; refuses no decided pairs. */
    public Estimate toEstimate() {
        return Estimate.of(share(), interval());
    }

    /** Wilson's 95 % interval of the share; refuses no decided pairs. */
    public Interval interval() {
        return Wilson.of(wins, decided());
    }

    /** The exact two-sided sign test against even chances: McNemar's test of "longer" and "shorter" as scorers. */
    public double pValue() {
        return McNemar.of(wins, losses).exactPValue();
    }
}
