package helpsteer.reward.frozen;

import helpsteer.data.RatedResponse;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import java.util.List;

/** A way to make a scorer out of rated rows. */
public interface Learner {
    /** What tables call it. */
    String name();

    /**
     * Learns from the rows alone.
     *
     * @param train at least one row
     */
    Scorer learn(List<RatedResponse> train, Progress progress);
}
