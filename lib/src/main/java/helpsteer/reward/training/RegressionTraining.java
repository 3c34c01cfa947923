package helpsteer.reward.training;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.reward.calibration.HeadRows;
import helpsteer.reward.calibration.HeldOutPairs;
import helpsteer.run.Json;
import helpsteer.text.PromptResponse;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Regression on the ratings of some attributes, from a head that ridge regression fitted; the head's other numbers learn
 * nothing and mean nothing.
 *
 * @param from what the model begins as
 * @param split rows, at least one on each side
 * @param attributes those whose squared error is made smaller, at least one
 */
public record RegressionTraining(Initialization from, Split<RatedResponse> split, Set<Attribute> attributes)
        implements RewardJob {
    public RegressionTraining {
        attributes = RegressionObjective.ordered(attributes);
        RegressionObjective.check(split);
    }

    /** On all five ratings, as in the paper (section 3). */
    public RegressionTraining(Initialization from, Split<RatedResponse> split) {
        this(from, split, EnumSet.allOf(Attribute.class));
    }

    /** On helpfulness alone, from which the follow-up paper starts its best models (arXiv 2410.01257). */
    public static RegressionTraining helpfulnessOnly(Initialization from, Split<RatedResponse> split) {
        return new RegressionTraining(from, split, EnumSet.of(Attribute.HELPFULNESS));
    }

    @Override
    public String loss() {
        return attributes.size() == 1
                ? "regression on " + attributes.iterator().next().key()
                : "regression";
    }

    @Override
    public int rows() {
        return split.size();
    }

    @Override
    public AttributeWeights weights() {
        return AttributeWeights.HELPFULNESS_ONLY;
    }

    @Override
    public JsonNode task() {
        return Json.tree(Map.of("attributes", attributes));
    }

    @Override
    public String dataSha256() {
        return split.sha256(row -> PromptResponse.of(row).contentHash() + row.ratings());
    }

    /** The pairs are those of unequal helpfulness, which is the reward. */
    @Override
    public HeldOutPairs heldOut() {
        return HeldOutPairs.ofRatings(split.validation(), Attribute.HELPFULNESS);
    }

    @Override
    public HeadRows headRows() {
        return new HeadRows.Rated(split.train());
    }

    @Override
    public RewardModel begin(TrainingArgs args) {
        return from.fitted(split.train(), args.seed());
    }

    @Override
    public TrainingResult train(RewardModel model, Session session) {
        return session.train(model, new RegressionObjective(model, split, attributes, session.args()));
    }
}
