package helpsteer.reward.heads;

import helpsteer.data.Split;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.reward.training.Comparison;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** Predictions of every pair by a model that saw neither the pair nor its prompt. */
public final class PairCrossValidation {
    private PairCrossValidation() {}

    /**
     * Holds out each fold once, folds grouped by prompt.
     *
     * @return scores of chosen and rejected response in turn, in the order of the pairs
     */
    public static List<AttributeScores> of(
            List<Comparison> pairs, int folds, Seed seed, PairLearner learner, Progress progress) {
        IdentityHashMap<Comparison, List<AttributeScores>> scores = new IdentityHashMap<>();
        int done = 0;
        for (Split<Comparison> split : Split.folds(pairs, Comparison::prompt, folds, seed)) {
            List<Comparison> held = split.validation();
            try (Scorer scorer = learner.learn(split.train(), progress)) {
                List<AttributeScores> predicted = scorer.score(Comparison.exchanges(held), progress);
                for (int i = 0; i < held.size(); i++) {
                    scores.put(held.get(i), predicted.subList(2 * i, 2 * i + 2));
                }
            }
            progress.update("cross-validation of " + learner.name(), ++done, folds, "");
        }
        return pairs.stream()
                .flatMap(p -> Objects.requireNonNull(scores.get(p), "every pair is held out once").stream())
                .toList();
    }
}
