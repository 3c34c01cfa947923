/** What a reader sees: checks, headers, texts beside each other; charts, tables and listings in packages of their own. */
@NullMarked
package helpsteer.report;

import org.jspecify.annotations.NullMarked;
