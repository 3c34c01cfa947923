package helpsteer.study.losses;

import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of responses with what raters say of them: ratings by three raters as HelpSteer2's, each rounded and their mean
 * rounded again; preferences by three others, the mean of what each sees between the two, rounded and cut off at 3.
 */
final class LabelledPairs {
    private static final int STRONGEST = 3;

    private final float[][] vectors;
    private final double[] gold;
    private final double[] lengths;
    private final List<Ratings> ratings;
    private final int[] preferences;
    private final double[] coins;

    private LabelledPairs(int pairs) {
        vectors = new float[2 * pairs][];
        gold = new double[2 * pairs];
        lengths = new double[2 * pairs];
        ratings = new ArrayList<>(2 * pairs);
        preferences = new int[pairs];
        coins = new double[pairs];
    }

    /**
     * Labels the first pairs of the draws.
     *
     * @param pairs at most as many as were drawn
     */
    static LabelledPairs of(LinearWorld world, PairDraws draws, Labelling labelling, int pairs) {
        LabelledPairs out = new LabelledPairs(pairs);
        for (int i = 0; i < pairs; i++) {
            double apart = 0;
            List<Ratings> both = new ArrayList<>(2);
            for (int row = 2 * i; row < 2 * i + 2; row++) {
                float[] vector = draws.vectors[row];
                out.vectors[row] = vector;
                out.gold[row] = world.gold(vector, Attribute.HELPFULNESS);
                out.lengths[row] = world.length(vector, draws.lengthRest[row]);
                boolean second = row % 2 == 1;
                double bias = labelling.lengthBias() * out.lengths[row] + (second ? labelling.positionBias() : 0);
                double offset = labelling.promptOffset() * draws.offsets[i];
                double[] errors = draws.ratingErrors[row];
                both.add(Ratings.of(a -> rating(
                        world.gold(vector, a) + (a == Attribute.HELPFULNESS ? bias + offset : 0),
                        errors,
                        a.index() * PairDraws.RATERS,
                        labelling.noise())));
                double seen = out.gold[row] + bias + labelling.noise() * mean(draws.comparingErrors[row]);
                apart += second ? seen : -seen;
            }
            boolean exchanged = draws.chances[i][0] < labelling.flipped();
            out.ratings.add(both.get(exchanged ? 1 : 0));
            out.ratings.add(both.get(exchanged ? 0 : 1));
            int sign = draws.chances[i][1] < labelling.flipped() ? -1 : 1;
            out.preferences[i] = sign * (int) Math.max(-STRONGEST, Math.min(STRONGEST, Math.round(apart)));
            out.coins[i] = draws.chances[i][2];
        }
        return out;
    }

    private static int rating(double value, double[] errors, int from, double noise) {
        double sum = 0;
        for (int rater = 0; rater < PairDraws.RATERS; rater++) {
            sum += clamped(value + noise * errors[from + rater]);
        }
        return (int) Math.round(sum / PairDraws.RATERS);
    }

    private static long clamped(double value) {
        return Math.max(Attribute.MIN, Math.min(Attribute.MAX, Math.round(value)));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    int pairs() {
        return preferences.length;
    }

    /** Shape (2N, D), the two responses of a pair one after the other. */
    float[][] vectors() {
        return vectors;
    }

    /** Gold helpfulness of each response. */
    double[] gold() {
        return gold;
    }

    /** Length of each response, in standard deviations. */
    double[] lengths() {
        return lengths;
    }

    List<Ratings> ratings() {
        return ratings;
    }

    /** Above 0 where the second response is preferred, below where the first is, 0 for a tie; at most 3 from 0. */
    int preference(int pair) {
        return preferences[pair];
    }

    /** Whether a coin lets the second response win, where a winner must be named. */
    boolean coinForSecond(int pair) {
        return coins[pair] < 0.5;
    }

    /** Share of the pairs without a preference. */
    double tieShare() {
        int ties = 0;
        for (int preference : preferences) {
            ties += preference == 0 ? 1 : 0;
        }
        return (double) ties / preferences.length;
    }
}
