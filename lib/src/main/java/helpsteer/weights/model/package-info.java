/** A whole model on disk, whatever its format: opened, fetched, converted. */
@NullMarked
package helpsteer.weights.model;

import org.jspecify.annotations.NullMarked;
