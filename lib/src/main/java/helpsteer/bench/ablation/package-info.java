/** One change at a time: arms that differ in one thing, run over several seeds, and what of it is more than noise. */
@NullMarked
package helpsteer.bench.ablation;

import org.jspecify.annotations.NullMarked;
