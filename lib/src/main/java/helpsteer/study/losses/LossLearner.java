package helpsteer.study.losses;

import helpsteer.reward.BradleyTerry;
import helpsteer.reward.LinearHead;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.heads.BradleyTerryHead;

/** A loss by which a linear head is fitted; each chooses its penalty by cross-validation in five folds. */
public enum LossLearner {
    /** Squared error of the rating of helpfulness. */
    REGRESSION("regression"),
    /** The same on the rows of pairs with a preference. */
    REGRESSION_ON_DECIDED("regression, no ties"),
    /** Bradley-Terry. */
    REGULAR("regular BT"),
    /** Bradley-Terry with the strength as margin. */
    MARGIN("margin BT"),
    /** Bradley-Terry with the strength as weight. */
    SCALED("scaled BT"),
    /** The same, held near the regression of the ratings (arXiv 2410.01257). */
    SCALED_FROM_REGRESSION("scaled BT from regression");

    private final String words;

    LossLearner(String words) {
        this.words = words;
    }

    /** As tables have it. */
    public String words() {
        return words;
    }

    /** Whether it learns ratings and not preferences. */
    boolean readsRatings() {
        return this == REGRESSION || this == REGRESSION_ON_DECIDED;
    }

    /** A head whose number for helpfulness is what was learnt. */
    LinearHead fit(TrainingPairs pairs) {
        return switch (this) {
            case REGRESSION -> regression(pairs);
            case REGRESSION_ON_DECIDED -> regression(pairs.decidedRows());
            case REGULAR -> comparison(pairs, BradleyTerry.REGULAR);
            case MARGIN -> comparison(pairs, BradleyTerry.MARGIN);
            case SCALED -> comparison(pairs, BradleyTerry.SCALED);
            case SCALED_FROM_REGRESSION ->
                BradleyTerryHead.choosing(
                                pairs.compared(), BradleyTerry.SCALED, pairs.comparisonFolds(), regression(pairs))
                        .head();
        };
    }

    private static LinearHead regression(TrainingPairs pairs) {
        return Ridge.choosing(pairs.vectors(), pairs.helpfulnessOnly(), pairs.rowFolds())
                .head();
    }

    private static LinearHead comparison(TrainingPairs pairs, BradleyTerry loss) {
        return BradleyTerryHead.choosing(pairs.compared(), loss, pairs.comparisonFolds())
                .head();
    }
}
