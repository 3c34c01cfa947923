/** The paper's printed tables, and the same columns of our rows. */
@NullMarked
package helpsteer.data.paper;

import org.jspecify.annotations.NullMarked;
