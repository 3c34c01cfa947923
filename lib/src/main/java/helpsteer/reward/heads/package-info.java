/** Heads on the vectors of a frozen backbone, fitted in seconds: logistic, ordinal, Bradley-Terry, gating. */
@NullMarked
package helpsteer.reward.heads;

import org.jspecify.annotations.NullMarked;
