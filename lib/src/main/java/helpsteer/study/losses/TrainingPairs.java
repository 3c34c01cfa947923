package helpsteer.study.losses;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.PairFilter;
import helpsteer.data.Ratings;
import helpsteer.reward.heads.PairVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What learners get: rated rows, two of a prompt one after the other, and comparisons of two of them. */
final class TrainingPairs {
    private static final int FOLDS = 5;

    private final float[][] vectors;
    private final double[] lengths;
    private final List<Ratings> ratings;
    private final List<Compared> comparisons;

    private TrainingPairs(float[][] vectors, double[] lengths, List<Ratings> ratings, List<Compared> comparisons) {
        this.vectors = vectors;
        this.lengths = lengths;
        this.ratings = ratings;
        this.comparisons = comparisons;
    }

    /**
     * Two rows, of which one is preferred.
     *
     * @param chosen place of the better row
     * @param rejected place of the other
     * @param strength above 0
     */
    record Compared(int chosen, int rejected, double strength) {
        private int pair() {
            return chosen / 2;
        }

        private Compared withStrength(double other) {
            return new Compared(chosen, rejected, other);
        }
    }

    /** Of all pairs; regression gets all of them, whatever becomes of ties. */
    static TrainingPairs of(LabelledPairs pairs, Ties ties) {
        List<Compared> comparisons = new ArrayList<>();
        for (int i = 0; i < pairs.pairs(); i++) {
            int preference = pairs.preference(i);
            Compared first = new Compared(2 * i, 2 * i + 1, Math.max(1, Math.abs(preference)));
            Compared second = new Compared(2 * i + 1, 2 * i, first.strength());
            if (preference != 0) {
                Compared decided = preference > 0 ? second : first;
                comparisons.add(decided);
                if (ties == Ties.HALF_WINS) {
                    comparisons.add(decided);
                }
            } else if (ties == Ties.HALF_WINS) {
                comparisons.add(first);
                comparisons.add(second);
            } else if (ties == Ties.COIN) {
                comparisons.add(pairs.coinForSecond(i) ? second : first);
            }
        }
        return new TrainingPairs(pairs.vectors(), pairs.lengths(), pairs.ratings(), comparisons);
    }

    /** Of the rows, shape (2N, D). */
    float[][] vectors() {
        return vectors;
    }

    /** Of the rows. */
    double[] lengths() {
        return lengths;
    }

    /** Of the rows. */
    List<Ratings> ratings() {
        return ratings;
    }

    /** Made of the preferences. */
    List<Compared> comparisons() {
        return comparisons;
    }

    /** The same comparisons, each with the strength of another. */
    TrainingPairs withStrengthsShuffled(SplittableRandom random) {
        double[] strengths =
                comparisons.stream().mapToDouble(Compared::strength).toArray();
        for (int i = strengths.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double kept = strengths[i];
            strengths[i] = strengths[j];
            strengths[j] = kept;
        }
        return with(IntStream.range(0, strengths.length)
                .mapToObj(i -> comparisons.get(i).withStrength(strengths[i]))
                .toList());
    }

    private TrainingPairs with(List<Compared> others) {
        return new TrainingPairs(vectors, lengths, ratings, others);
    }

    TrainingPairs withVectors(float[][] others) {
        return new TrainingPairs(others, lengths, ratings, comparisons);
    }

    /** Comparisons in which the longer row is chosen as often as the shorter. */
    TrainingPairs balancedComparisons() {
        return with(PairFilter.lengthBalanced(comparisons, c -> lengths[c.chosen()] - lengths[c.rejected()])
                .items());
    }

    /** The rows of pairs in which the longer row is rated more helpful as often as the shorter; equal ones stay. */
    TrainingPairs balancedRows() {
        List<Integer> pairs = IntStream.range(0, vectors.length / 2).boxed().toList();
        return rows(PairFilter.lengthBalanced(
                        pairs,
                        i -> Integer.signum(helpfulness(2 * i + 1) - helpfulness(2 * i))
                                * (lengths[2 * i + 1] - lengths[2 * i]))
                .items());
    }

    /** The rows of pairs with a preference alone. */
    TrainingPairs decidedRows() {
        return rows(comparisons.stream().map(Compared::pair).distinct().toList());
    }

    private int helpfulness(int row) {
        return ratings.get(row).helpfulness();
    }

    /** The rows of some pairs; the comparisons, whose places would be others, are left out. */
    private TrainingPairs rows(List<Integer> pairs) {
        int[] rows =
                pairs.stream().flatMapToInt(i -> IntStream.of(2 * i, 2 * i + 1)).toArray();
        return new TrainingPairs(
                IntStream.of(rows).mapToObj(i -> vectors[i]).toArray(float[][]::new),
                IntStream.of(rows).mapToDouble(i -> lengths[i]).toArray(),
                IntStream.of(rows).mapToObj(ratings::get).toList(),
                List.of());
    }

    /** The vectors of the comparisons. */
    PairVectors compared() {
        List<Pair<float[]>> both = comparisons.stream()
                .map(c -> new Pair<>(vectors[c.chosen()], vectors[c.rejected()]))
                .toList();
        return new PairVectors(
                both, comparisons.stream().mapToDouble(Compared::strength).toArray());
    }

    /** The fold of each comparison; comparisons of one pair share it. */
    int[] comparisonFolds() {
        int[] folds = new int[comparisons.size()];
        int seen = -1;
        for (int i = 0; i < folds.length; i++) {
            seen += i == 0
                            || comparisons.get(i).pair()
                                    != comparisons.get(i - 1).pair()
                    ? 1
                    : 0;
            folds[i] = seen % FOLDS;
        }
        return folds;
    }

    /** The fold of each row; rows of one prompt share it. */
    int[] rowFolds() {
        return IntStream.range(0, vectors.length).map(i -> i / 2 % FOLDS).toArray();
    }

    /** The ratings with all attributes but helpfulness 0, so that helpfulness alone chooses the penalty. */
    List<Ratings> helpfulnessOnly() {
        return ratings.stream()
                .map(r -> Ratings.of(a -> a == Attribute.HELPFULNESS ? r.helpfulness() : 0))
                .toList();
    }
}
