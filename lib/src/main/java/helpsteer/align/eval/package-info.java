/** What trained policies answer to the same prompts, judged: length, predicted attributes, win rates, controllability. */
@NullMarked
package helpsteer.align.eval;

import org.jspecify.annotations.NullMarked;
