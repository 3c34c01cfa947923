package helpsteer.study.losses;

import helpsteer.stats.Estimate;
import helpsteer.stats.Moments;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * An arm in a situation, over the seeds.
 *
 * @param arm the loss and what is done before
 * @param means of its outcomes
 * @param contrast with its reference, where that is an arm of the situation
 */
public record Score(Arm arm, Means means, Optional<Contrast> contrast) {
    /** Means over the seeds of the numbers of {@link Outcome}, with Student's 95 % interval. */
    public record Means(Estimate cosine, Estimate gold, Estimate labels, Estimate lengthWeight, Estimate longerWins) {
        static Means of(List<Outcome> outcomes) {
            return new Means(
                    mean(outcomes, Outcome::cosine),
                    mean(outcomes, Outcome::gold),
                    mean(outcomes, Outcome::labels),
                    mean(outcomes, Outcome::lengthWeight),
                    mean(outcomes, Outcome::longerWins));
        }

        private static Estimate mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> number) {
            return Moments.of(outcomes.stream().mapToDouble(number).toArray()).toEstimate();
        }
    }

    /**
     * Accuracy against gold less that of a reference on the same worlds, pairs and labels.
     *
     * @param reference what it is compared with
     * @param gold difference with Student's paired 95 % interval over the seeds
     * @param pValue of the paired t test, two-sided
     * @param holm the same after Holm's correction for all contrasts of the study's part
     */
    public record Contrast(Arm reference, Estimate gold, double pValue, double holm) {}
}
