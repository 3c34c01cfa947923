/**
 * What regression and each Bradley-Terry loss make of responses whose true helpfulness is known.
 *
 * <p>The world is linear: a response is a vector, its gold helpfulness is a linear function of it, raters see that through
 * noise and bias, and learners get the vectors and what the raters say. So the right direction, the best accuracy that any
 * learner can reach and the size of a planted bias are known.
 *
 * <p>Vectors are normal. A linear fit then finds the right direction, up to its length, whatever link its loss supposes
 * (Brillinger 1982; Ruud 1983), so that losses differ here in how many pairs they need and in what they make of noise.
 */
@NullMarked
package helpsteer.study.losses;

import org.jspecify.annotations.NullMarked;
