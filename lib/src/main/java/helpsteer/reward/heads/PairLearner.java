package helpsteer.reward.heads;

import helpsteer.reward.Scorer;
import helpsteer.reward.training.Comparison;
import helpsteer.run.Progress;
import java.util.List;

/** A way to make a scorer out of pairs of which one is better. */
public interface PairLearner {
    /** What tables call it. */
    String name();

    /**
     * Learns from the pairs alone.
     *
     * @param train pairs of at least as many prompts as it has folds
     */
    Scorer learn(List<Comparison> train, Progress progress);
}
