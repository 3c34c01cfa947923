package helpsteer.stats.test;

import helpsteer.stats.Tails;
import helpsteer.stats.Values;
import java.util.Locale;
import org.hipparchus.distribution.discrete.BinomialDistribution;

/**
 * McNemar's test of two scorers on the same pairs: do those that only one got right favour it? Where both are right or
 * both are wrong says nothing.
 *
 * @param onlyFirst number of pairs only the first got right
 * @param onlySecond number of pairs only the second got right
 */
public record McNemar(int onlyFirst, int onlySecond) {
    public McNemar {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException(
                    "onlyFirst and onlySecond must be at least 0, got " + onlyFirst + " and " + onlySecond);
        }
    }

    /** The test of these counts. */
    public static McNemar of(int onlyFirst, int onlySecond) {
        return new McNemar(onlyFirst, onlySecond);
    }

    /** The test of two scorers' outcomes, pair by pair: true is right. */
    public static McNemar of(boolean[] first, boolean[] second) {
        Values.checkOneLength("first", first.length, "second", second.length);
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.length; i++) {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        return new McNemar(onlyFirst, onlySecond);
    }

    /** The exact two-sided p-value: right at any count, somewhat cautious at small ones; 1 where the two never differ. */
    public double exactPValue() {
        return Math.min(1, 2 * binomial().cumulativeProbability(fewer()));
    }

    /** The exact p-value less half the probability of what was seen: less cautious on average (Fagerland et al. 2013). */
    public double midPValue() {
        if (onlyFirst == onlySecond) {
            return 1 - (discordant() == 0 ? 0 : binomial().probability(fewer()));
        }
        return 2 * binomial().cumulativeProbability(fewer()) - binomial().probability(fewer());
    }

    /** The chi-square statistic with correction for continuity, (|b - c| - 1)² / (b + c); 0 where b equals c. */
    public double chiSquare() {
        double gap = Math.max(0, Math.abs((double) onlyFirst - onlySecond) - 1);
        return discordant() == 0 ? 0 : gap * gap / discordant();
    }

    /** The p-value of {@link #chiSquare}: an approximation for at least 25 discordant pairs. */
    public double chiSquarePValue() {
        return Tails.upperChiSquared(chiSquare(), 1);
    }

    private int discordant() {
        return Math.addExact(onlyFirst, onlySecond);
    }

    private int fewer() {
        return Math.min(onlyFirst, onlySecond);
    }

    private BinomialDistribution binomial() {
        return new BinomialDistribution(discordant(), 0.5);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "only first %d, only second %d, exact p = %.2g (chi-square %.2f, p = %.2g)",
                onlyFirst,
                onlySecond,
                exactPValue(),
                chiSquare(),
                chiSquarePValue());
    }
}
