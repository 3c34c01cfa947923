/** The search for attribute weights, and what searching on the wrong rows would pretend. */
@NullMarked
package helpsteer.reward.goodness;

import org.jspecify.annotations.NullMarked;
