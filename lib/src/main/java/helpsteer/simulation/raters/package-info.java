/** Simulated annotators: what they perceive of the gold ratings, and what the paper's post-processing keeps of it. */
@NullMarked
package helpsteer.simulation.raters;

import org.jspecify.annotations.NullMarked;
