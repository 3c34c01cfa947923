/**
 * The conversations of the simulated world, and the reader that finds the qualities of any text.
 *
 * <p>A task is a prompt and what it asks for. A recipe says which qualities a response shall have; the quality law draws it, the
 * composer makes sentences of it, and the response reader counts the qualities again.
 */
@NullMarked
package helpsteer.simulation.world;

import org.jspecify.annotations.NullMarked;
