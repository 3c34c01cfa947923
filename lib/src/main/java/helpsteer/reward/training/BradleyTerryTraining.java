package helpsteer.reward.training;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Split;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Scorer;
import helpsteer.reward.calibration.HeadRows;
import helpsteer.reward.calibration.HeldOutPairs;
import helpsteer.run.Json;
import helpsteer.train.metrics.TrainingResult;
import java.util.Locale;
import java.util.Map;

/**
 * Training on pairs of responses, one of which is better (arXiv 2410.01257), by Bradley and Terry's model.
 *
 * <p>A pretrained model begins with a head of zeros. A regression's model keeps its head, as in the paper's best models. What
 * goodness does not weigh learns nothing.
 *
 * @param from what the model begins as
 * @param split pairs, at least one on each side
 * @param comparison loss of the pairs
 * @param weights what is compared: one attribute's number as in NeMo-Aligner, or a weighted sum
 */
public record BradleyTerryTraining(
        Initialization from, Split<Comparison> split, ComparisonLoss comparison, AttributeWeights weights)
        implements RewardJob {
    public BradleyTerryTraining {
        weights.requireSome();
        RegressionObjective.check(split);
    }

    /** The paper's best loss, without centring, on the number for helpfulness. */
    public BradleyTerryTraining(Initialization from, Split<Comparison> split) {
        this(from, split, ComparisonLoss.of(BradleyTerry.SCALED), AttributeWeights.HELPFULNESS_ONLY);
    }

    @Override
    public String loss() {
        return comparison.kind().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int rows() {
        return split.size();
    }

    @Override
    public JsonNode task() {
        return Json.tree(Map.of("comparison", comparison, "goodness", weights));
    }

    @Override
    public String dataSha256() {
        return split.sha256(Comparison::contentHash);
    }

    @Override
    public HeldOutPairs heldOut() {
        return HeldOutPairs.of(split.validation());
    }

    @Override
    public HeadRows headRows() {
        return new HeadRows.Compared(split.train(), comparison.kind());
    }

    @Override
    public TrainingResult train(RewardModel model, Session session) {
        return session.train(model, new ComparisonObjective(model, split, comparison, weights, session.args()));
    }

    /** How well a scorer tells the pairs held out, by this loss; of the trained model it is too good, for they chose it. */
    public ComparisonFit fit(Scorer scorer) {
        return ComparisonFit.of(scorer, split.validation(), comparison, weights);
    }
}
