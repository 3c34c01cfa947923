package helpsteer.align.rl;

import helpsteer.align.Policy;
import helpsteer.train.Objective;
import helpsteer.train.TrainingArgs;

/** A way of learning from rewarded samples of one's own: {@link Reinforce} or {@link Ppo}. */
public sealed interface OnlineStage permits Reinforce, Ppo {
    /** Adds to the policy what the stage trains besides. */
    void prepare(Policy policy);

    /** What tables call it. */
    String loss();

    /** The loss of one round. */
    Objective objective(Policy policy, Rollouts rollouts, TrainingArgs args);
}
