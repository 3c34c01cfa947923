/** Correlation and fits: least squares, logistic regression, temperature. */
@NullMarked
package helpsteer.stats.fit;

import org.jspecify.annotations.NullMarked;
