/** The official files of each dataset as checked records. */
@NullMarked
package helpsteer.data.sets;

import org.jspecify.annotations.NullMarked;
