package helpsteer.stats;

import java.util.Locale;

/**
 * How often the right one of two was scored higher.
 *
 * @param wins pairs whose right one scored strictly higher
 * @param losses pairs whose right one scored strictly lower
 * @param ties pairs of equal scores, which are no wins
 */
public record Accuracy(int wins, int losses, int ties) {
    public Accuracy {
        if (wins < 0 || losses < 0 || ties < 0 || wins + losses + ties == 0) {
            throw new IllegalArgumentException("wins, losses and ties must be at least 0 and not all 0, got " + wins
                    + ", " + losses + " and " + ties);
        }
    }

    /**
     * Compares the scores of each pair.
     *
     * @param right scores of those that should win
     * @param wrong scores of those that should lose, as many
     * @throws IllegalArgumentException where a score is NaN, so that it is never counted as a lost pair
     */
    public static Accuracy of(double[] right, double[] wrong) {
        if (right.length != wrong.length) {
            throw new IllegalArgumentException(
                    "right and wrong must be of one length, got " + right.length + " and " + wrong.length);
        }
        int wins = 0;
        int ties = 0;
        for (int i = 0; i < right.length; i++) {
            if (Double.isNaN(right[i]) || Double.isNaN(wrong[i])) {
                throw new IllegalArgumentException("scores of pair " + i + " must be numbers, got " + right[i] + " and "
                        + wrong[i] + "; look at the text that was scored");
            }
            wins += right[i] > wrong[i] ? 1 : 0;
            ties += right[i] == wrong[i] ? 1 : 0;
        }
        return new Accuracy(wins, right.length - wins - ties, ties);
    }

    /** These pairs and others together. */
    public Accuracy plus(Accuracy other) {
        return new Accuracy(wins + other.wins, losses + other.losses, ties + other.ties);
    }

    /** All pairs. */
    public int total() {
        return wins + losses + ties;
    }

    /** The share of wins; a tie counts as no win, as on the RewardBench leaderboard. */
    public double strict() {
        return (double) wins / total();
    }

    /** Wilson's interval of the strict share. */
    public Interval interval() {
        return Wilson.of(wins, total());
    }

    /** The strict share with its interval. */
    public Estimate toEstimate() {
        return Estimate.of(strict(), interval());
    }

    /** How a score fits a truth by their signs: 1 for the same sign, 0 for the opposite one, a half where one of them is 0. */
    public static double ofSigns(double score, double truth) {
        return (1 + Math.signum(score) * Math.signum(truth)) / 2;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f %s (%d of %d, %d ties)", strict(), interval(), wins, total(), ties);
    }
}
