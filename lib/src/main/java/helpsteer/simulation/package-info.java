/**
 * A world like HelpSteer2 whose truth is known: texts with known qualities, gold ratings as functions of them, raters who see
 * the gold ratings through noise and bias, and the official files written from all three.
 *
 * <p>Everything is a function of the seed and a position, so any part can be made again alone, on any thread.
 */
@NullMarked
package helpsteer.simulation;

import org.jspecify.annotations.NullMarked;
