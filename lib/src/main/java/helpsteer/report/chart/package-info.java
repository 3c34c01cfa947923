/** Charts: XChart where it can draw them, one canvas of our own where it cannot. */
@NullMarked
package helpsteer.report.chart;

import org.jspecify.annotations.NullMarked;
