/** Where data files lie, and how the official ones are downloaded and checked. */
@NullMarked
package helpsteer.data.fetch;

import org.jspecify.annotations.NullMarked;
