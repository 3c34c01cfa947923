package helpsteer.reward.frozen;

import helpsteer.data.Pair;
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
import java.util.function.BiFunction;
import java.util.function.Function;

/** Predictions of every pair by a model that saw neither the pair nor its prompt. */
public final class CrossValidation {
    private CrossValidation() {}

    /**
     * Holds out each fold once, folds grouped by prompt.
     *
     * @return one for each response of the pairs, in the order of {@link HelpSteer2#samples}
     */
    public static List<AttributeScores> of(
            List<RatedPair> pairs, int folds, Seed seed, Learner<RatedResponse> learner) {
        return new Rows<>(
                        HelpSteer2.samples(pairs),
                        RatedResponse::prompt,
                        (Scorer scorer, List<RatedResponse> held) -> scorer.score(
                                held.stream().map(PromptResponse::of).toList()))
                .scores(folds, seed, learner);
    }

    /**
     * The same of pairs of which one is better.
     *
     * @return scores of each pair, in their order
     */
    public static List<Pair<AttributeScores>> ofComparisons(
            List<Comparison> pairs, int folds, Seed seed, Learner<Comparison> learner) {
        return new Rows<>(pairs, Comparison::prompt, Scorer::scorePairs).scores(folds, seed, learner);
    }

    /** What is learned from and predicted, and how it is scored. */
    private record Rows<T, S>(
            List<T> rows, Function<T, Prompt> promptOf, BiFunction<Scorer, List<T>, List<S>> scoring) {

        List<S> scores(int folds, Seed seed, Learner<T> learner) {
            IdentityHashMap<T, S> scores = new IdentityHashMap<>();
            int done = 0;
            for (Split<T> split : Split.folds(rows, promptOf, folds, seed)) {
                List<T> held = split.validation();
                try (Scorer scorer = learner.learn(split.train())) {
                    List<S> predicted = scoring.apply(scorer, held);
                    for (int i = 0; i < held.size(); i++) {
                        scores.put(held.get(i), predicted.get(i));
                    }
                }
                Progress.current().update("cross-validation of " + learner.name(), ++done, folds, "");
            }
            return rows.stream()
                    .map(row -> Objects.requireNonNull(scores.get(row), "every row is held out once"))
                    .toList();
        }
    }
}
