/** What a training step and an evaluation measured: loss, tokens, speed, memory. */
@NullMarked
package helpsteer.train.metrics;

import org.jspecify.annotations.NullMarked;
