/** Stages of alignment one after the other, each in a folder of its own, and the rows that they learn from. */
@NullMarked
package helpsteer.align.pipeline;

import org.jspecify.annotations.NullMarked;
