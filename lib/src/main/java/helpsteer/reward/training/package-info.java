/** Reward models trained by regression or by comparisons: losses, objectives, runs. */
@NullMarked
package helpsteer.reward.training;

import org.jspecify.annotations.NullMarked;
