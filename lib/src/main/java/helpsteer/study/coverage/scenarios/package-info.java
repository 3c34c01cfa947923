/** The intervals and tests of the library with samples whose truth is known, by what they are about. */
@NullMarked
package helpsteer.study.coverage.scenarios;

import org.jspecify.annotations.NullMarked;
