package helpsteer.reward.training;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.RewardModel;
import helpsteer.run.Progress;
import helpsteer.train.Checkpoints;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Training on the ratings of some attributes; the head's other numbers learn nothing and mean nothing.
 *
 * @param tuning how long and how fast
 * @param attributes those whose squared error is made smaller, at least one
 */
public record Regression(FineTuning tuning, Set<Attribute> attributes) {
    public Regression {
        if (attributes.isEmpty()) {
            throw new IllegalArgumentException("attributes must name at least one, got none; name HELPFULNESS");
        }
        attributes = Collections.unmodifiableSet(EnumSet.copyOf(attributes)); // in the order of the attributes
    }

    /** On all five ratings, as in the paper (section 3). */
    public static Regression all(FineTuning tuning) {
        return new Regression(tuning, EnumSet.allOf(Attribute.class));
    }

    /** On helpfulness alone, from which the follow-up paper starts its best models (arXiv 2410.01257). */
    public static Regression helpfulnessOnly(FineTuning tuning) {
        return new Regression(tuning, EnumSet.of(Attribute.HELPFULNESS));
    }

    /** Refuses a side without rows, before anything is computed. */
    static void check(Split<?> rows) {
        if (rows.train().isEmpty() || rows.validation().isEmpty()) {
            throw new IllegalArgumentException("train and validation must hold at least one row each, got "
                    + rows.train().size() + " and " + rows.validation().size() + "; take more rows");
        }
    }

    /**
     * Trains the model in place; it ends as the best by validation loss, which may be its start.
     *
     * @param rows at least one on each side
     * @param checkpoints from the newest of which a run that was cut off goes on; null for none
     */
    public TrainingResult run(
            RewardModel model,
            Split<RatedResponse> rows,
            @Nullable Checkpoints checkpoints,
            Watcher watcher,
            Progress progress) {
        check(rows);
        return tuning.train(model, new RegressionObjective(model, rows, this), checkpoints, watcher, progress);
    }
}
