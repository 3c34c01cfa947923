/** Experiments: variants of a reward model over seeds or folds, and what of their differences is more than noise. */
@NullMarked
package helpsteer.bench.ablation;

import org.jspecify.annotations.NullMarked;
