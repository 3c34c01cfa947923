/** Scores of whole files: streaming, resumable, the same bytes however often the run was cut off. */
@NullMarked
package helpsteer.reward.scoring;

import org.jspecify.annotations.NullMarked;
