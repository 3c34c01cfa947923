/**
 * The front door: what a notebook needs first, in a few lines. {@link helpsteer.HelpSteer} has the data,
 * {@link helpsteer.RewardModels} what is trained, {@link helpsteer.RewardBench} judges it, {@link helpsteer.Align} trains a
 * language model with it, and {@link helpsteer.Show} draws. Each gathers parts of the packages below, which can be used in its
 * place.
 */
@NullMarked
package helpsteer;

import org.jspecify.annotations.NullMarked;
