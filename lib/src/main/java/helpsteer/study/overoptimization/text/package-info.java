/**
 * Over-optimisation on texts of the simulated world: proxies on a frozen encoder's vectors, best of n by the unbiased estimator.
 */
@NullMarked
package helpsteer.study.overoptimization.text;

import org.jspecify.annotations.NullMarked;
