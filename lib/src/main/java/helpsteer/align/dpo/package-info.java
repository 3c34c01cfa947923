/** Direct preference optimisation: a policy learns from pairs of its own or of people, of which one is better. */
@NullMarked
package helpsteer.align.dpo;

import org.jspecify.annotations.NullMarked;
