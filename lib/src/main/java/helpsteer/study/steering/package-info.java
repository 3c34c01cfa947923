/**
 * Whether SteerLM 2.0 steers: a decoder trained from nothing on the simulated world goes through every stage of alignment,
 * and what it answers is judged by the truth.
 */
@NullMarked
package helpsteer.study.steering;

import org.jspecify.annotations.NullMarked;
