/** The BERT encoder. */
@NullMarked
package helpsteer.nn.encoder;

import org.jspecify.annotations.NullMarked;
