/** What a notebook kernel needs to show our types. */
@NullMarked
package helpsteer.report.notebook;

import org.jspecify.annotations.NullMarked;
