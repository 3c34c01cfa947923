/** Learners that train in seconds: baselines, and ridge regression on a frozen encoder's vectors. */
@NullMarked
package helpsteer.reward.frozen;

import org.jspecify.annotations.NullMarked;
