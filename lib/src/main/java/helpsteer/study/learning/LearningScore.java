package helpsteer.study.learning;

/**
 * What one learner came to on pairs of prompts that it never saw, in one world.
 *
 * @param learner its name
 * @param seed of the world and of training
 * @param goldAccuracy share of the pairs of unequal gold helpfulness whose better response scores higher, a tie counting one half
 * @param labelAccuracy the same of the pairs of unequal rated helpfulness, against the ratings
 * @param rSquared R² of the predicted helpfulness against the rated one; NaN for a rule that ranks and predicts no rating
 * @param seconds of learning and scoring
 */
public record LearningScore(
        String learner, long seed, double goldAccuracy, double labelAccuracy, double rSquared, double seconds) {
    /** The same of a rule whose scores rank responses but are no ratings, so that R² has no meaning. */
    LearningScore ofRanking() {
        return new LearningScore(learner, seed, goldAccuracy, labelAccuracy, Double.NaN, seconds);
    }

    /** The same with the time that it took. */
    LearningScore after(double time) {
        return new LearningScore(learner, seed, goldAccuracy, labelAccuracy, rSquared, time);
    }
}
