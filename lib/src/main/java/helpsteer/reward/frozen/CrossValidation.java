package helpsteer.reward.frozen;

import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** Predictions of every pair by a model that saw neither the pair nor its prompt. */
public final class CrossValidation {
    private CrossValidation() {}

    /**
     * Holds out each fold once, folds grouped by prompt.
     *
     * @return scores of both responses of each pair, first and second in turn, in the order of the pairs
     */
    public static List<AttributeScores> of(
            List<RatedPair> pairs, int folds, Seed seed, Learner learner, Progress progress) {
        IdentityHashMap<RatedPair, List<AttributeScores>> scores = new IdentityHashMap<>();
        int done = 0;
        for (Split<RatedPair> split : Split.folds(pairs, RatedPair::prompt, folds, seed)) {
            List<RatedResponse> held = HelpSteer2.samples(split.validation());
            try (Scorer scorer = learner.learn(HelpSteer2.samples(split.train()), progress)) {
                List<AttributeScores> predicted =
                        scorer.score(held.stream().map(PromptResponse::of).toList(), progress);
                for (int i = 0; i < split.validation().size(); i++) {
                    scores.put(split.validation().get(i), predicted.subList(2 * i, 2 * i + 2));
                }
            }
            progress.update("cross-validation of " + learner.name(), ++done, folds, "");
        }
        List<AttributeScores> out = new ArrayList<>();
        for (RatedPair pair : pairs) {
            out.addAll(Objects.requireNonNull(scores.get(pair), "every pair is held out once"));
        }
        return out;
    }
}
