/** The optimiser AdamW and its learning-rate schedule. */
@NullMarked
package helpsteer.train.optim;

import org.jspecify.annotations.NullMarked;
