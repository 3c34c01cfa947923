/** Options that commands share, and how their values are read. */
@NullMarked
package helpsteer.cli.options;

import org.jspecify.annotations.NullMarked;
