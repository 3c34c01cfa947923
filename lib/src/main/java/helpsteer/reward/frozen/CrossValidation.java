package helpsteer.reward.frozen;

import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Comparison;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Predictions of every pair by a model that saw neither the pair nor its prompt. */
public final class CrossValidation {
    private CrossValidation() {}

    /**
     * Holds out each fold once, folds grouped by prompt.
     *
     * @return scores of both responses of each pair, first and second in turn, in the order of the pairs
     */
    public static List<AttributeScores> of(
            List<RatedPair> pairs, int folds, Seed seed, Learner<RatedResponse> learner) {
        Items<RatedPair, RatedResponse> items =
                new Items<>(pairs, RatedPair::prompt, HelpSteer2::samples, held -> HelpSteer2.samples(held).stream()
                        .map(PromptResponse::of)
                        .toList());
        return items.scores(folds, seed, learner);
    }

    /**
     * The same of pairs of which one is better.
     *
     * @return scores of chosen and rejected response in turn, in the order of the pairs
     */
    public static List<AttributeScores> ofComparisons(
            List<Comparison> pairs, int folds, Seed seed, Learner<Comparison> learner) {
        Items<Comparison, Comparison> items =
                new Items<>(pairs, Comparison::prompt, train -> train, Comparison::exchanges);
        return items.scores(folds, seed, learner);
    }

    /** Pairs, what is learned from them, and their texts, two of each. */
    private record Items<T, R>(
            List<T> pairs,
            Function<T, Prompt> promptOf,
            Function<List<T>, List<R>> rows,
            Function<List<T>, List<PromptResponse>> texts) {

        List<AttributeScores> scores(int folds, Seed seed, Learner<R> learner) {
            IdentityHashMap<T, List<AttributeScores>> scores = new IdentityHashMap<>();
            int done = 0;
            for (Split<T> split : Split.folds(pairs, promptOf, folds, seed)) {
                List<T> held = split.validation();
                try (Scorer scorer = learner.learn(rows.apply(split.train()))) {
                    List<AttributeScores> predicted = scorer.score(texts.apply(held));
                    for (int i = 0; i < held.size(); i++) {
                        scores.put(held.get(i), predicted.subList(2 * i, 2 * i + 2));
                    }
                }
                Progress.current().update("cross-validation of " + learner.name(), ++done, folds, "");
            }
            return pairs.stream()
                    .flatMap(p -> Objects.requireNonNull(scores.get(p), "every pair is held out once").stream())
                    .toList();
        }
    }
}
