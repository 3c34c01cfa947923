/**
 * Over-optimisation in a world of finitely many responses, where every policy's KL and expected reward are sums over all of them.
 */
@NullMarked
package helpsteer.study.overoptimization.finite;

import org.jspecify.annotations.NullMarked;
