/** How far a task has come, on a notebook or a terminal. */
@NullMarked
package helpsteer.report.progress;

import org.jspecify.annotations.NullMarked;
