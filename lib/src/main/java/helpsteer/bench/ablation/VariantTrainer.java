package helpsteer.bench.ablation;

import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.InputConfig;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardModel;
import helpsteer.reward.training.BradleyTerryTraining;
import helpsteer.reward.training.ComparisonLoss;
import helpsteer.reward.training.ComparisonObjective;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RegressionObjective;
import helpsteer.reward.training.RegressionTraining;
import helpsteer.reward.training.WeightExtrapolation;
import helpsteer.run.Seed;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Trains encoder and head together. A tenth of the prompts, chosen by the seed, is held out to choose the best step. Models
 * that others go on from are trained once and kept in the cache of runs.
 */
record VariantTrainer(PretrainedEncoder backbone, Budget budget) implements Trainer {
    private static final double HELD_OUT = 0.1;

    @Override
    public Variant.Made regression(RatedRows rows, Pooling readOut) {
        Split<RatedResponse> split = split(rows.rows(), RatedResponse::prompt, rows.seed());
        RewardModel model = start(readOut).fitted(split.train(), new Seed(rows.seed()));
        return made(model, () -> {
            TrainingArgs args = budget.byRows(rows.seed());
            RegressionObjective objective = new RegressionObjective(model, split, rows.attributes(), args);
            TrainingResult training = args.train(model, objective);
            return TrainingFacts.of(rows.rows().size(), Map.of(), finished(training));
        });
    }

    @Override
    public Variant.Made regression(RatedRows rows) {
        Result<RewardModel> trained = kept(rows);
        return made(
                trained.model(), () -> TrainingFacts.of(rows.rows().size(), Map.of(), finished(trained.training())));
    }

    /** From a head fitted by the same pairs, as a regression's is by its rows: one of zeros learns nothing in so few steps. */
    @Override
    public Variant.Made comparison(Filtered<Comparison> pairs, BradleyTerry kind, long seed) {
        InputConfig input = budget.input(Pooling.MEAN_POOL);
        Split<Comparison> split = split(pairs.items(), Comparison::prompt, seed);
        RewardModel model = RewardModel.of(backbone, input, PairHead.of(backbone, input, split.train()));
        return made(model, () -> {
            TrainingArgs args = budget.byPairs(seed);
            ComparisonObjective objective = objective(model, split, kind, args);
            return facts(pairs, objective, args.train(model, objective));
        });
    }

    @Override
    public Variant.Made comparisonFrom(RatedRows rows, Filtered<Comparison> pairs, BradleyTerry kind) {
        Result<RewardModel> trained = kept(artefact(rows), pairs, kind, rows.seed());
        return made(trained.model(), () -> facts(pairs, kind, rows.seed(), trained));
    }

    @Override
    public Variant.Made extrapolated(RatedRows rows, Filtered<Comparison> pairs) {
        Result<RewardModel> weak = kept(rows);
        return made(weak.model(), () -> {
            finished(weak.training());
            Result<RewardModel> strong = kept(weak.artefact(), pairs, BradleyTerry.SCALED, rows.seed());
            try (RewardModel end = strong.model()) {
                weak.model()
                        .parameters()
                        .restore(WeightExtrapolation.of(
                                weak.model().parameters().snapshot(),
                                end.parameters().snapshot(),
                                EXPO));
                return facts(pairs, BradleyTerry.SCALED, rows.seed(), strong);
            }
        });
    }

    private Initialization start(Pooling readOut) {
        return Initialization.of(backbone, budget.input(readOut));
    }

    private static ComparisonObjective objective(
            RewardModel model, Split<Comparison> split, BradleyTerry kind, TrainingArgs args) {
        return new ComparisonObjective(model, split, ComparisonLoss.of(kind), AttributeWeights.HELPFULNESS_ONLY, args);
    }

    private Result<RewardModel> kept(RatedRows rows) {
        Split<RatedResponse> split = split(rows.rows(), RatedResponse::prompt, rows.seed());
        RegressionTraining job = new RegressionTraining(start(Pooling.MEAN_POOL), split, rows.attributes());
        return new Run<>(job, budget.byRows(rows.seed())).cached();
    }

    /** Where the regression is kept. */
    private Path artefact(RatedRows rows) {
        try (Result<RewardModel> trained = kept(rows)) {
            finished(trained.training());
            return trained.artefact();
        }
    }

    private Result<RewardModel> kept(Path from, Filtered<Comparison> pairs, BradleyTerry kind, long seed) {
        BradleyTerryTraining job = new BradleyTerryTraining(
                Initialization.from(from),
                split(pairs.items(), Comparison::prompt, seed),
                ComparisonLoss.of(kind),
                AttributeWeights.HELPFULNESS_ONLY);
        return new Run<>(job, budget.byPairs(seed)).cached();
    }

    private static <T> Split<T> split(List<T> items, Function<T, Prompt> promptOf, long seed) {
        return Split.byPrompt(items, promptOf, HELD_OUT, new Seed(seed));
    }

    /** A run that was found tells no reasons for what it dropped, so its pairs are looked at again. */
    private TrainingFacts facts(Filtered<Comparison> pairs, BradleyTerry kind, long seed, Result<RewardModel> trained) {
        Split<Comparison> split = split(pairs.items(), Comparison::prompt, seed);
        return facts(pairs, objective(trained.model(), split, kind, budget.byPairs(seed)), trained.training());
    }

    private static TrainingFacts facts(
            Filtered<Comparison> pairs, ComparisonObjective objective, TrainingResult training) {
        Map<String, Integer> dropped = Filtered.dropped(List.of(pairs, objective.train(), objective.validation()));
        return TrainingFacts.of(2 * pairs.items().size(), dropped, finished(training));
    }

    /** The model with what is said of it, and closed where that fails. */
    private static Variant.Made made(RewardModel model, Supplier<TrainingFacts> training) {
        try {
            return new Variant.Made(model, training.get());
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static TrainingResult finished(TrainingResult training) {
        if (training.ending() == TrainingResult.Ending.INTERRUPTED) {
            throw new CancellationException(
                    "training was interrupted after " + training.steps().size() + " steps");
        }
        return training;
    }
}
