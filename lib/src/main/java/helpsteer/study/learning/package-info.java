/** Whether a reward model learns simulated ratings: how near it comes to the best there can be, beside rules that read nothing. */
@NullMarked
package helpsteer.study.learning;

import org.jspecify.annotations.NullMarked;
