/**
 * One visible loop for any objective: optimiser, schedule, accumulation, the best parameters kept, checkpoints from which
 * a run goes on to the bit, and what a step took.
 */
@NullMarked
package helpsteer.train;

import org.jspecify.annotations.NullMarked;
