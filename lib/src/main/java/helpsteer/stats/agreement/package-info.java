/** Agreement of raters (kappa, alpha) and of probabilities with outcomes. */
@NullMarked
package helpsteer.stats.agreement;

import org.jspecify.annotations.NullMarked;
