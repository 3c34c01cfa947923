/** What a score means: the temperature of a model's rewards, percentiles, and how sure a comparison of two responses is. */
@NullMarked
package helpsteer.reward.calibration;

import org.jspecify.annotations.NullMarked;
