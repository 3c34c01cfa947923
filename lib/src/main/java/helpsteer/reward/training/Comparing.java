package helpsteer.reward.training;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.Split;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.run.Progress;
import helpsteer.train.Checkpoints;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Training on pairs of responses, one of which is better (arXiv 2410.01257).
 *
 * <p>From scratch, give a model without a head ({@link RewardModel#headless}, whose head is 0). From a regression, give
 * the trained model: its head is kept, as in the paper's best models. What goodness does not weigh learns nothing.
 *
 * @param tuning how long and how fast; its rows are pairs
 * @param loss of the comparisons
 * @param goodness what is compared: one attribute's number as in NeMo-Aligner, or a weighted sum
 */
public record Comparing(FineTuning tuning, ComparisonLoss loss, AttributeWeights goodness) {
    public Comparing {
        AttributeWeights weights = goodness;
        if (Arrays.stream(Attribute.values()).allMatch(a -> weights.of(a) == 0)) {
            throw new IllegalArgumentException(
                    "goodness must weigh at least one attribute, got 0 for all; take AttributeWeights.HELPFULNESS_ONLY");
        }
    }

    /** The paper's best loss, without centring, on the number for helpfulness. */
    public static Comparing defaults() {
        return new Comparing(
                FineTuning.defaults(), ComparisonLoss.of(BradleyTerry.SCALED), AttributeWeights.HELPFULNESS_ONLY);
    }

    /** The same with another length and speed. */
    public Comparing withTuning(FineTuning other) {
        return new Comparing(other, loss, goodness);
    }

    /** The same with another loss. */
    public Comparing withLoss(ComparisonLoss other) {
        return new Comparing(tuning, other, goodness);
    }

    /** The same on another goodness. */
    public Comparing withGoodness(AttributeWeights other) {
        return new Comparing(tuning, loss, other);
    }

    /**
     * What came of a run.
     *
     * @param train the pairs trained on, and how many the model cannot tell apart
     * @param validation the pairs that chose the best step, and how many the model cannot tell apart
     * @param fit of the trained model to {@code validation}; too good by that choice
     */
    public record Result(
            TrainingResult training, Filtered<Comparison> train, Filtered<Comparison> validation, ComparisonFit fit) {}

    /**
     * Trains the model in place; it ends as the best by validation loss, which may be its start.
     *
     * @param train at least one pair that differs where the model reads it
     * @param validation at least one such pair, none of whose prompts is in {@code train}
     */
    public Result run(
            RewardModel model,
            List<Comparison> train,
            List<Comparison> validation,
            Watcher watcher,
            Progress progress) {
        return run(model, new Split<>(train, validation), null, watcher, progress);
    }

    /** The same with checkpoints, from the newest of which a run that was cut off goes on. */
    public Result run(
            RewardModel model,
            Split<Comparison> pairs,
            @Nullable Checkpoints checkpoints,
            Watcher watcher,
            Progress progress) {
        TrainingResult training = train(model, pairs, checkpoints, watcher, progress);
        Filtered<Comparison> validation = ComparisonObjective.distinct(model, pairs.validation());
        return result(model, pairs, training, ComparisonFit.of(model, validation.items(), this, progress));
    }

    /** What came of a run whose fit is known. */
    Result result(RewardModel model, Split<Comparison> pairs, TrainingResult training, ComparisonFit fit) {
        return new Result(
                training,
                ComparisonObjective.distinct(model, pairs.train()),
                ComparisonObjective.distinct(model, pairs.validation()),
                fit);
    }

    /** Trains alone, without a last look at the fit. */
    TrainingResult train(
            RewardModel model,
            Split<Comparison> pairs,
            @Nullable Checkpoints checkpoints,
            Watcher watcher,
            Progress progress) {
        Filtered<Comparison> train = ComparisonObjective.distinct(model, pairs.train());
        Filtered<Comparison> validation = ComparisonObjective.distinct(model, pairs.validation());
        if (train.items().isEmpty() || validation.items().isEmpty()) {
            throw new IllegalArgumentException("train and validation must hold at least one pair each that differs"
                    + " where the model reads it, got " + train + " and " + validation + "; take more pairs");
        }
        Split<Comparison> used = new Split<>(train.items(), validation.items());
        return tuning.train(model, new ComparisonObjective(model, used, this), checkpoints, watcher, progress);
    }
}
