/** Supervised fine-tuning, attribute-conditioned (SteerLM) where the examples have ratings. */
@NullMarked
package helpsteer.align.sft;

import org.jspecify.annotations.NullMarked;
