/** A strict interpreter of the part of Jinja that chat templates use; what it does not know it refuses by name. */
@NullMarked
package helpsteer.text.jinja;

import org.jspecify.annotations.NullMarked;
