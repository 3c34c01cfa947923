/** Reinforcement learning on a reward model's scores: REINFORCE and PPO in rounds of sampling, scoring and training. */
@NullMarked
package helpsteer.align.rl;

import org.jspecify.annotations.NullMarked;
