/** Simulation studies for a terminal: a command for each. */
@NullMarked
package helpsteer.cli.study;

import org.jspecify.annotations.NullMarked;
