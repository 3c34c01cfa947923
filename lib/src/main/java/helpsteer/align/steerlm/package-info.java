/** SteerLM 2.0: responses are sampled, scored, weighted and trained on, iteration by iteration. */
@NullMarked
package helpsteer.align.steerlm;

import org.jspecify.annotations.NullMarked;
