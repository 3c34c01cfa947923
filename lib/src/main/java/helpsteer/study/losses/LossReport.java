package helpsteer.study.losses;

import helpsteer.study.losses.Situation.Part;
import java.util.List;

/**
 * What the study of losses found.
 *
 * @param setup how it was run
 * @param situations a result for each, part after part
 * @param attributes what regression of five attributes recovers, by number of pairs
 */
public record LossReport(Setup setup, List<SituationResult> situations, List<AttributeRecovery> attributes) {
    /**
     * How a study was run.
     *
     * @param vectors how they vary
     * @param lengthShare share of the variance of length that they tell
     * @param plan what was tried
     * @param seed of all worlds
     * @param seeds number of worlds
     */
    public record Setup(String vectors, double lengthShare, LossPlan plan, long seed, int seeds) {}

    /**
     * The arms in one situation.
     *
     * @param tieShare share of the pairs without a preference
     * @param plantedWeight points that raters give for a standard deviation of the length that vectors tell
     * @param best of the best guess of the labels that the truth allows; against gold, 1 is possible
     * @param scores of the arms
     */
    public record SituationResult(
            Situation situation, double tieShare, double plantedWeight, Score.Means best, List<Score> scores) {
        public SituationResult {
            scores = List.copyOf(scores);
        }
    }

    public LossReport {
        situations = List.copyOf(situations);
        attributes = List.copyOf(attributes);
    }

    /** The results of one part. */
    public List<SituationResult> part(Part part) {
        return situations.stream().filter(s -> s.situation().part() == part).toList();
    }
}
