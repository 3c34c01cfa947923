/** How much of a benchmark stands in a training set: word for word, or close by in an embedding. */
@NullMarked
package helpsteer.bench.overlap;

import org.jspecify.annotations.NullMarked;
