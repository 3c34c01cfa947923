package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.LinearHead;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.RewardModel;
import helpsteer.reward.folder.RewardArtefact;
import helpsteer.reward.frozen.FrozenEncoder;
import helpsteer.reward.training.BradleyTerry;
import helpsteer.reward.training.Comparison;
import helpsteer.reward.training.ComparisonLoss;
import helpsteer.reward.training.ComparisonObjective;
import helpsteer.reward.training.RegressionObjective;
import helpsteer.reward.training.WeightExtrapolation;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Trains what the arms are made of, all from one pretrained encoder and with one budget. A tenth of the prompts, chosen by the
 * seed, is held out to choose the best step.
 *
 * @param models folder of models that more than one arm needs; each is trained once a seed
 */
record Workshop(PretrainedEncoder backbone, Budget budget, AblationData data, Path models) {
    private static final double HELD_OUT = 0.1;
    private static final double EXPO = 1.52;
    private static final String FACTS = "facts.json";

    /** A trained model and how it went. */
    private record Trained(RewardModel model, Facts facts) {
        Arm.Made made() {
            return new Arm.Made(model, facts);
        }
    }

    /** What makes a model. */
    private interface Training {
        Trained run();
    }

    Draw draw(long seed) {
        return new Draw(data, seed);
    }

    /** Ridge on the encoder as it is. */
    Arm.Made frozen(List<RatedResponse> rows, Progress progress) {
        FrozenEncoder learner = new FrozenEncoder(backbone, budget.reading(Pooling.MEAN_POOL));
        return new Arm.Made(learner.learn(rows, progress), Facts.untrained(rows.size()));
    }

    /** Regression from a ridge head. */
    Arm.Made regression(
            List<RatedResponse> rows, Set<Attribute> attributes, Pooling readOut, long seed, Progress progress) {
        return regressed(rows, attributes, readOut, seed, progress).made();
    }

    private Trained regressed(
            List<RatedResponse> rows, Set<Attribute> attributes, Pooling readOut, long seed, Progress progress) {
        Split<RatedResponse> split = Split.byPrompt(rows, RatedResponse::prompt, HELD_OUT, new Seed(seed));
        RewardConfig reading = budget.reading(readOut);
        LinearHead head = new FrozenEncoder(backbone, reading)
                .ridge(split.train(), progress)
                .head();
        RewardModel model = RewardModel.of(backbone, reading, head);
        return guarded(model, () -> {
            TrainingArgs args = budget.byRows(seed);
            TrainingResult training =
                    args.train(model, new RegressionObjective(model, split, attributes, args), Watcher.NONE, progress);
            return new Trained(model, Facts.of(rows.size(), Map.of(), finished(training)));
        });
    }

    /**
     * Comparisons from the pretrained encoder and a head fitted to it by the same pairs, as the regression's is by its rows: a
     * head of zeros learns nothing in so few steps.
     */
    Arm.Made compared(Filtered<Comparison> pairs, BradleyTerry kind, long seed, Progress progress) {
        RewardConfig reading = budget.reading(Pooling.MEAN_POOL);
        List<Comparison> train = split(pairs, seed).train();
        RewardModel model = RewardModel.of(backbone, reading, PairHead.of(backbone, reading, train, progress));
        return guarded(model, () -> compare(model, pairs, kind, seed, progress)).made();
    }

    private static Split<Comparison> split(Filtered<Comparison> pairs, long seed) {
        return Split.byPrompt(pairs.items(), Comparison::prompt, HELD_OUT, new Seed(seed));
    }

    private Trained compare(
            RewardModel model, Filtered<Comparison> pairs, BradleyTerry kind, long seed, Progress progress) {
        Split<Comparison> split = split(pairs, seed);
        TrainingArgs args = budget.byPairs(seed);
        ComparisonObjective objective =
                new ComparisonObjective(model, split, ComparisonLoss.of(kind), AttributeWeights.HELPFULNESS_ONLY, args);
        TrainingResult training = args.train(model, objective, Watcher.NONE, progress);
        Map<String, Integer> dropped = new TreeMap<>(pairs.dropped());
        for (Filtered<Comparison> part : List.of(objective.train(), objective.validation())) {
            part.dropped().forEach((reason, count) -> dropped.merge(reason, count, Integer::sum));
        }
        return new Trained(model, Facts.of(2 * pairs.items().size(), dropped, finished(training)));
    }

    /** Regression on helpfulness alone, trained once a seed. */
    Arm.Made helpfulness(long seed, Progress progress) {
        return keptHelpfulness(seed, progress).made();
    }

    private Trained keptHelpfulness(long seed, Progress progress) {
        List<RatedResponse> rows = draw(seed).helpSteer2(budget.responses());
        return kept(
                "helpfulness-seed-" + seed,
                () -> regressed(rows, Set.of(Attribute.HELPFULNESS), Pooling.MEAN_POOL, seed, progress));
    }

    /** Comparisons that go on from the regression on helpfulness, its head kept. */
    Arm.Made comparedFromHelpfulness(BradleyTerry kind, long seed, Progress progress) {
        return keptComparison(kind, seed, progress).made();
    }

    private Trained keptComparison(BradleyTerry kind, long seed, Progress progress) {
        Training training = () -> {
            Filtered<Comparison> pairs = new Filtered<>(draw(seed).helpSteer2Pairs(budget.responses()), Map.of());
            RewardModel start = keptHelpfulness(seed, progress).model();
            return guarded(start, () -> compare(start, pairs, kind, seed, progress));
        };
        return kind == BradleyTerry.SCALED ? kept("scaled-seed-" + seed, training) : training.run();
    }

    /** Regression on all attributes, trained once and kept under a name. */
    Arm.Made keptRegression(String name, List<RatedResponse> rows, long seed, Progress progress) {
        return keptRegressed(name, rows, seed, progress).made();
    }

    private Trained keptRegressed(String name, List<RatedResponse> rows, long seed, Progress progress) {
        return kept(name, () -> regressed(rows, EnumSet.allOf(Attribute.class), Pooling.MEAN_POOL, seed, progress));
    }

    /** Scaled comparisons that go on from the regression kept under a name. */
    Arm.Made scaledFromRegression(
            String name, List<RatedResponse> rows, Filtered<Comparison> pairs, long seed, Progress progress) {
        RewardModel start = keptRegressed(name, rows, seed, progress).model();
        return guarded(start, () -> compare(start, pairs, BradleyTerry.SCALED, seed, progress))
                .made();
    }

    /** Weights beyond those of the scaled comparisons, on the line from the regression (arXiv 2410.01257). */
    Arm.Made extrapolated(long seed, Progress progress) {
        Trained weak = keptHelpfulness(seed, progress);
        return guarded(weak.model(), () -> {
                    Trained strong = keptComparison(BradleyTerry.SCALED, seed, progress);
                    try (RewardModel end = strong.model()) {
                        weak.model()
                                .parameters()
                                .restore(WeightExtrapolation.of(
                                        weak.model().parameters().snapshot(),
                                        end.parameters().snapshot(),
                                        EXPO));
                    }
                    return new Trained(weak.model(), strong.facts());
                })
                .made();
    }

    /** The model of that name, trained where it is not there yet. */
    private Trained kept(String name, Training training) {
        Path folder = models.resolve(name);
        try {
            if (RewardArtefact.exists(folder)) {
                Facts facts = Json.read(folder.resolve(FACTS), Facts.class);
                return new Trained(RewardArtefact.load(folder), facts);
            }
            Trained trained = training.run();
            return guarded(trained.model(), () -> {
                Json.save(folder.resolve(FACTS), trained.facts());
                RewardArtefact.save(trained.model(), folder);
                return trained;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + name + ": " + e.getMessage(), e);
        }
    }

    /** Something done with an open model, which is closed where it fails. */
    private interface Use<E extends Exception> {
        Trained run() throws E;
    }

    private static <E extends Exception> Trained guarded(RewardModel model, Use<E> use) throws E {
        boolean done = false;
        try {
            Trained out = use.run();
            done = true;
            return out;
        } finally {
            if (!done) {
                model.close();
            }
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
