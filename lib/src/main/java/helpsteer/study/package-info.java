/**
 * Simulation studies: what each method of the library makes of data whose truth is known, and the paper recomputed.
 *
 * <p>A study is a statement with an interval over seeds, and the known answer beside it.
 */
@NullMarked
package helpsteer.study;

import org.jspecify.annotations.NullMarked;
