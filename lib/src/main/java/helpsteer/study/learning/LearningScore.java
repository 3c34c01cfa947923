package helpsteer.study.learning;

/**
 * What one learner came to on pairs of prompts that it never saw, in one world.
 *
 * @param learner its name
 * @param seed of the world and of training
 * @param goldAccuracy share of the pairs of unequal gold helpfulness whose better response scores higher, a tie counting one half
 * @param labelAccuracy the same of the pairs of unequal rated helpfulness, against the ratings
 * @param rSquared R² of the predicted helpfulness against the rated one; NaN for a rule that ranks and predicts no rating
 * @param preferences what its calibration says of the pairs of unequal rated helpfulness; none without a calibration
 * @param seconds of learning and scoring
 */
public record LearningScore(
        String learner,
        long seed,
        double goldAccuracy,
        double labelAccuracy,
        double rSquared,
        PredictedPreferences preferences,
        double seconds) {
    /** The score of a learner without a calibration, before its time is known. */
    LearningScore(String learner, long seed, double goldAccuracy, double labelAccuracy, double rSquared) {
        this(learner, seed, goldAccuracy, labelAccuracy, rSquared, PredictedPreferences.NONE, 0);
    }

    /** The same of a rule whose scores rank responses but are no ratings, so that R² has no meaning. */
    LearningScore ofRanking() {
        return new LearningScore(learner, seed, goldAccuracy, labelAccuracy, Double.NaN, preferences, seconds);
    }

    /** The same of a model whose scores are made probabilities. */
    LearningScore with(PredictedPreferences predicted) {
        return new LearningScore(learner, seed, goldAccuracy, labelAccuracy, rSquared, predicted, seconds);
    }

    /** The same with the time that it took. */
    LearningScore after(double time) {
        return new LearningScore(learner, seed, goldAccuracy, labelAccuracy, rSquared, preferences, time);
    }
}
