/** The arithmetic of SteerLM 2.0 (paper, section 4.5) in plain numbers, and a world small enough to know the answer. */
@NullMarked
package helpsteer.align.steerlm2;

import org.jspecify.annotations.NullMarked;
