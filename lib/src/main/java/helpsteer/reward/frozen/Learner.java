package helpsteer.reward.frozen;

import helpsteer.reward.Comparison;
import helpsteer.reward.Scorer;
import java.util.List;
import java.util.Map;

/**
 * A way to make a scorer.
 *
 * @param <R> what it learns from: rated rows ({@code Sample}), or pairs of which one is better ({@link Comparison})
 */
public interface Learner<R> {
    /** What tables call it. */
    String name();

    /** What decides over its scorers besides the rows: learners of equal settings learn alike. */
    Map<String, String> settings();

    /**
     * Learns from the rows alone.
     *
     * @param train at least one row, and of at least as many prompts as it has folds
     */
    Scorer learn(List<R> train);
}
