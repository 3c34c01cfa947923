/** Losses of alignment and what goes into them, in plain numbers; the script {@code policy.py} computes the same. */
@NullMarked
package helpsteer.align.loss;

import org.jspecify.annotations.NullMarked;
