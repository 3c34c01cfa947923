package helpsteer.reward;

import helpsteer.data.Split;
import helpsteer.reward.training.ComparisonFit;
import helpsteer.reward.training.ComparisonLoss;
import helpsteer.reward.training.ComparisonObjective;
import helpsteer.train.Checkpoints;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Training of a model at hand on pairs, for tests of the objective. */
public record PairTraining(TrainingArgs args, ComparisonLoss loss, AttributeWeights goodness) {
    /** What came of it. */
    public record Result(TrainingResult training, ComparisonObjective objective) {}

    public static PairTraining of(TrainingArgs args) {
        return new PairTraining(args, ComparisonLoss.of(BradleyTerry.SCALED), AttributeWeights.HELPFULNESS_ONLY);
    }

    public PairTraining withLoss(ComparisonLoss other) {
        return new PairTraining(args, other, goodness);
    }

    public PairTraining withWeights(AttributeWeights other) {
        return new PairTraining(args, loss, other);
    }

    public ComparisonObjective objective(RewardModel model, Split<Comparison> pairs) {
        return new ComparisonObjective(model, pairs, loss, goodness, args);
    }

    public ComparisonFit fit(RewardModel model, List<Comparison> pairs) {
        return ComparisonFit.of(model, pairs, loss, goodness);
    }

    public Result run(RewardModel model, List<Comparison> train, List<Comparison> validation) {
        return run(model, new Split<>(train, validation), null);
    }

    public Result run(RewardModel model, Split<Comparison> pairs, @Nullable Checkpoints checkpoints) {
        ComparisonObjective objective = objective(model, pairs);
        return new Result(args.train(model, objective, checkpoints), objective);
    }
}
