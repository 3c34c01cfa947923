package helpsteer.align.rl;

import helpsteer.align.Policy;
import helpsteer.align.Tuning;
import helpsteer.train.Objective;

/** A way of learning from rewarded samples of one's own: {@link Reinforce} or {@link Ppo}. */
public sealed interface OnlineStage permits Reinforce, Ppo {
    /** How long and how fast one round is trained on. */
    Tuning tuning();

    /** Adds to the policy what the stage trains besides. */
    void prepare(Policy policy);

    /** The loss of one round. */
    Objective objective(Policy policy, Rollouts rollouts);
}
