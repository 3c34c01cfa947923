/** What a language model writes: sampling with a cache of keys and values, and the log-probability of texts at hand. */
@NullMarked
package helpsteer.generate;

import org.jspecify.annotations.NullMarked;
