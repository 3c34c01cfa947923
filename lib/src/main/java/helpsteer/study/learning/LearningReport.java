package helpsteer.study.learning;

import helpsteer.stats.Estimate;
import helpsteer.stats.Moments;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * What all learners came to in all worlds.
 *
 * @param scores of every learner in every world, the ceiling's among them
 */
public record LearningReport(List<LearningScore> scores) {
    /** What the learner is called that knows what annotators see. */
    public static final String CEILING = "ceiling";

    private static final double CHANCE = 0.5;

    public LearningReport {
        scores = List.copyOf(scores);
    }

    /** The learners, in the order in which they were tried. */
    public List<String> learners() {
        return scores.stream().map(LearningScore::learner).distinct().toList();
    }

    /** How many worlds there are. */
    public int seeds() {
        return (int) scores.stream().map(LearningScore::seed).distinct().count();
    }

    /**
     * The mean of a number over the worlds with Student's 95 % interval; without one where there is only one world, and NaN
     * where the number is NaN in any of them.
     */
    public Estimate mean(String learner, ToDoubleFunction<LearningScore> number) {
        return estimate(of(learner).stream().mapToDouble(number).toArray());
    }

    /** Gold accuracy as a share of the ceiling's in the same world. */
    public Estimate shareOfCeiling(String learner) {
        return relative(learner, (own, best) -> own / best);
    }

    /** How much of the way from chance to the ceiling the learner's gold accuracy covers in the same world. */
    public Estimate shareOfTheWay(String learner) {
        return relative(learner, (own, best) -> (own - CHANCE) / (best - CHANCE));
    }

    /** Accuracy on ratings as a share of the ceiling's, which noise keeps below 1, in the same world. */
    public Estimate shareOfRatingsCeiling(String learner) {
        return estimate(of(learner).stream()
                .mapToDouble(own -> own.labelAccuracy() / ceiling(own.seed()).labelAccuracy())
                .toArray());
    }

    /** What a learner's calibration says of the pairs of all worlds; none where it has no calibration in one of them. */
    public PredictedPreferences preferences(String learner) {
        List<PredictedPreferences> all =
                of(learner).stream().map(LearningScore::preferences).toList();
        return all.stream().anyMatch(each -> each.size() == 0)
                ? PredictedPreferences.NONE
                : PredictedPreferences.pooled(all);
    }

    private Estimate relative(String learner, DoubleBinaryOperator share) {
        return estimate(of(learner).stream()
                .mapToDouble(own -> share.applyAsDouble(
                        own.goldAccuracy(), ceiling(own.seed()).goldAccuracy()))
                .toArray());
    }

    private static Estimate estimate(double[] values) {
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            return Estimate.of(Double.NaN);
        }
        return values.length == 1 ? Estimate.of(values[0]) : Moments.of(values).toEstimate();
    }

    private List<LearningScore> of(String learner) {
        List<LearningScore> own =
                scores.stream().filter(score -> score.learner().equals(learner)).toList();
        if (own.isEmpty()) {
            throw new IllegalArgumentException("learner must be one of " + learners() + ", got " + learner);
        }
        return own;
    }

    private LearningScore ceiling(long seed) {
        return of(CEILING).stream()
                .filter(score -> score.seed() == seed)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scores must hold the ceiling of seed " + seed));
    }
}
