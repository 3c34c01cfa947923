/**
 * Whether each interval of the library covers the truth as often as it says, and each test alarms as seldom.
 *
 * <p>A simulation study in the sense of Morris, White and Crowther (2019, Statistics in Medicine 38): samples are drawn
 * from a known mechanism, the library's own code makes its interval or p-value of each, and the share that is right is
 * told with its Monte Carlo interval.
 */
@NullMarked
package helpsteer.study.coverage;

import org.jspecify.annotations.NullMarked;
