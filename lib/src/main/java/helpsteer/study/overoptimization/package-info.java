/**
 * Over-optimisation of a reward model (Gao, Schulman and Hilton 2022, arXiv 2210.10760): what the true ("gold") reward does while a
 * policy is driven ever further by a proxy that was learnt from few pairs, and which remedies help.
 *
 * <p>Distances from the reference policy are {@code d = sqrt(KL(policy || reference))}, as in the paper.
 */
@NullMarked
package helpsteer.study.overoptimization;

import org.jspecify.annotations.NullMarked;
