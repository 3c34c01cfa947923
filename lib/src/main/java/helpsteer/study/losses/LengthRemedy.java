package helpsteer.study.losses;

import helpsteer.data.Attribute;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.LinearHead;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.heads.Covariate;
import helpsteer.reward.heads.Debiasing;
import java.util.Arrays;
import java.util.List;

/** What is done so that a head does not learn what raters give for length. */
public enum LengthRemedy {
    /** Nothing. */
    NONE("none"),
    /** It learns from pairs among which the longer response is chosen as often as the shorter. */
    BALANCED_PAIRS("length-balanced pairs"),
    /** Length is fitted beside the vector and left out of the score. */
    COVARIATE("length as a covariate"),
    /** The score for verbosity, by regression on ratings, is taken out of the score (ArmoRM, arXiv 2406.12845). */
    DEBIASING("ArmoRM's debiasing");

    /** Rows on which the multiple of verbosity is found. */
    private static final int REFERENCE = 2000;

    private final String words;

    LengthRemedy(String words) {
        this.words = words;
    }

    /** As tables have it. */
    public String words() {
        return words;
    }

    /** The direction that a learner finds with the remedy, shape (D). */
    double[] fit(LossLearner learner, TrainingPairs pairs) {
        return switch (this) {
            case NONE -> helpfulness(learner.fit(pairs));
            case BALANCED_PAIRS ->
                helpfulness(learner.fit(learner.readsRatings() ? pairs.balancedRows() : pairs.balancedComparisons()));
            case COVARIATE -> {
                float[][] beside = Covariate.of(pairs.lengths()).beside(pairs.vectors(), pairs.lengths());
                yield helpfulness(Covariate.leftOut(learner.fit(pairs.withVectors(beside))));
            }
            case DEBIASING -> debiased(learner.fit(pairs), pairs);
        };
    }

    private static double[] helpfulness(LinearHead head) {
        return head.weights(Attribute.HELPFULNESS);
    }

    private static double[] debiased(LinearHead head, TrainingPairs pairs) {
        LinearHead five = Ridge.choosing(pairs.vectors(), pairs.ratings(), pairs.rowFolds())
                .head();
        List<AttributeScores> reference = Arrays.stream(pairs.vectors())
                .limit(REFERENCE)
                .map(vector -> scores(head.apply(vector).helpfulness(), five.apply(vector)))
                .toList();
        double multiple = Debiasing.of(reference).multiples().get(Attribute.HELPFULNESS.index());
        return LinearWorld.sum(1, helpfulness(head), -multiple, five.weights(Attribute.VERBOSITY));
    }

    private static AttributeScores scores(double helpfulness, AttributeScores others) {
        return AttributeScores.of((Attribute a) -> a == Attribute.HELPFULNESS ? helpfulness : others.of(a));
    }
}
