/** The official files, written from a simulated world and its annotators, with the truth beside them. */
@NullMarked
package helpsteer.simulation.files;

import org.jspecify.annotations.NullMarked;
