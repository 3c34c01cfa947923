package helpsteer.study.learning;

/**
 * What one learner came to on pairs of prompts that it never saw, in one world.
 *
 * @param learner its name
 * @param seed of the world and of training
 * @param goldAccuracy share of the pairs of unequal gold helpfulness whose better response scores higher, a tie counting one half
 * @param labelAccuracy the same of the pairs of unequal rated helpfulness, against the ratings
 * @param rSquared R² of the predicted helpfulness
 * @param preferences what its calibration says of the pairs of unequal rated helpfulness; none without a calibration
 * @param seconds of learning and scoring
 */
public record LearningScore(
        String learner,
        long seed,
        double goldAccuracy,
        double labelAccuracy,
        RSquared rSquared,
        PredictedPreferences preferences,
        double seconds) {
    /**
     * How much of the spread of helpfulness is predicted.
     *
     * @param ratings R² against the ratings, whose noise nobody predicts
     * @param gold R² against what the ratings are noisy readings of
     */
    public record RSquared(double ratings, double gold) {
        /** Of a rule that ranks and predicts no rating. */
        static final RSquared NONE = new RSquared(Double.NaN, Double.NaN);
    }

    /** The score of a learner without a calibration, before its time is known. */
    LearningScore(String learner, long seed, double goldAccuracy, double labelAccuracy, RSquared rSquared) {
        this(learner, seed, goldAccuracy, labelAccuracy, rSquared, PredictedPreferences.NONE, 0);
    }

    /** The same of a rule whose scores rank responses but are no ratings, so that R² has no meaning. */
    LearningScore ofRanking() {
        return new LearningScore(learner, seed, goldAccuracy, labelAccuracy, RSquared.NONE, preferences, seconds);
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
