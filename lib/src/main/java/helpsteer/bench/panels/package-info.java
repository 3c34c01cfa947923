/** What stands behind an accuracy: calibration, length, agreement with another model, the worst mistakes. */
@NullMarked
package helpsteer.bench.panels;

import org.jspecify.annotations.NullMarked;
