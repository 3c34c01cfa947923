package helpsteer.study.losses;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.PairFilter;
import helpsteer.data.Preferred;
import helpsteer.data.Ratings;
import helpsteer.reward.heads.PairVectors;
import helpsteer.study.losses.LabelledPairs.Labelled;
import helpsteer.study.losses.LabelledPairs.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What learners get: pairs of rated responses, and comparisons of the two of a pair.
 *
 * @param pairs the first and the second response of each, for learners of ratings
 * @param comparisons for learners of preferences
 */
record TrainingPairs(List<Pair<Response>> pairs, List<Compared> comparisons) {
    private static final int FOLDS = 5;

    TrainingPairs {
        pairs = List.copyOf(pairs);
        comparisons = List.copyOf(comparisons);
    }

    /**
     * A preference.
     *
     * @param pair its number
     * @param winner the first or the second response of that pair
     * @param strength above 0
     */
    record Compared(int pair, Preferred winner, double strength) {
        private Compared withStrength(double other) {
            return new Compared(pair, winner, other);
        }

        private <T> Pair<T> chosenAndRejected(List<Pair<T>> of) {
            Pair<T> both = of.get(pair);
            return winner == Preferred.FIRST ? both : new Pair<>(both.rejected(), both.chosen());
        }
    }

    /** Of all pairs; regression gets all of them, whatever becomes of ties. */
    static TrainingPairs of(LabelledPairs labelled, Ties ties) {
        List<Compared> comparisons = new ArrayList<>();
        for (int i = 0; i < labelled.pairs().size(); i++) {
            Labelled pair = labelled.pairs().get(i);
            int preference = pair.preference();
            Compared first = new Compared(i, Preferred.FIRST, Math.max(1, Math.abs(preference)));
            Compared second = new Compared(i, Preferred.SECOND, first.strength());
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
                comparisons.add(pair.coin() == Preferred.SECOND ? second : first);
            }
        }
        return new TrainingPairs(
                labelled.pairs().stream().map(Labelled::responses).toList(), comparisons);
    }

    private List<Response> responses() {
        return Pair.flat(pairs);
    }

    /** Of all responses, shape (2N, D). */
    float[][] vectors() {
        return responses().stream().map(Response::vector).toArray(float[][]::new);
    }

    /** Of all responses. */
    double[] lengths() {
        return responses().stream().mapToDouble(Response::length).toArray();
    }

    /** Of all responses. */
    List<Ratings> ratings() {
        return responses().stream().map(Response::ratings).toList();
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
        return new TrainingPairs(pairs, others);
    }

    /** The same with other vectors of all responses, in the order of {@link #vectors}. */
    TrainingPairs withVectors(float[][] others) {
        List<Response> old = responses();
        List<Response> changed = IntStream.range(0, old.size())
                .mapToObj(i -> old.get(i).with(others[i]))
                .toList();
        return new TrainingPairs(Pair.apart(pairs.size(), changed), comparisons);
    }

    /** Comparisons in which the longer response is chosen as often as the shorter. */
    TrainingPairs balancedComparisons() {
        return with(PairFilter.lengthBalanced(comparisons, compared -> {
                    Pair<Response> both = compared.chosenAndRejected(pairs);
                    return both.chosen().length() - both.rejected().length();
                })
                .items());
    }

    /** The pairs in which the longer response is rated more helpful as often as the shorter; equal ones stay. */
    TrainingPairs balancedRows() {
        return ratedOnly(PairFilter.lengthBalanced(
                        pairs,
                        both -> Integer.signum(helpfulness(both.chosen()) - helpfulness(both.rejected()))
                                * (both.chosen().length() - both.rejected().length()))
                .items());
    }

    /** The pairs with a preference alone. */
    TrainingPairs decidedRows() {
        return ratedOnly(comparisons.stream()
                .map(Compared::pair)
                .distinct()
                .map(pairs::get)
                .toList());
    }

    private static int helpfulness(Response response) {
        return response.ratings().helpfulness();
    }

    /** Some pairs without comparisons, whose numbers would be others. */
    private static TrainingPairs ratedOnly(List<Pair<Response>> pairs) {
        return new TrainingPairs(pairs, List.of());
    }

    /** The vectors of the comparisons. */
    PairVectors compared() {
        List<Pair<float[]>> both = comparisons.stream()
                .map(compared -> compared.chosenAndRejected(pairs).map(Response::vector))
                .toList();
        return new PairVectors(
                both, comparisons.stream().mapToDouble(Compared::strength).toArray());
    }

    /** The fold of each comparison; comparisons of one pair share it. */
    int[] comparisonFolds() {
        Map<Integer, Integer> folds = new LinkedHashMap<>();
        return comparisons.stream()
                .mapToInt(compared -> folds.computeIfAbsent(compared.pair(), pair -> folds.size() % FOLDS))
                .toArray();
    }

    /** The fold of each response; both of a pair share it. */
    int[] rowFolds() {
        List<Pair<Integer>> folds = IntStream.range(0, pairs.size())
                .mapToObj(pair -> new Pair<>(pair % FOLDS, pair % FOLDS))
                .toList();
        return Pair.flat(folds).stream().mapToInt(Integer::intValue).toArray();
    }

    /** The ratings with all attributes but helpfulness 0, so that helpfulness alone chooses the penalty. */
    List<Ratings> helpfulnessOnly() {
        return ratings().stream()
                .map(r -> Ratings.of(a -> a == Attribute.HELPFULNESS ? r.helpfulness() : 0))
                .toList();
    }
}
