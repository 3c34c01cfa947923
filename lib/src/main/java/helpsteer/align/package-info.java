/** SFT, SteerLM, SteerLM 2.0, DPO, REINFORCE, PPO as objectives for the loop, over one policy. */
@NullMarked
package helpsteer.align;

import org.jspecify.annotations.NullMarked;
