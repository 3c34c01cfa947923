/** Source text of the library, as the tests run it. */
@NullMarked
package helpsteer.report.listing;

import org.jspecify.annotations.NullMarked;
