/** The Java side of the benchmarks: a process that does timed work on request; {@code lib/src/bench/python} asks. */
@NullMarked
package helpsteer.benchmark;

import org.jspecify.annotations.NullMarked;
