/** Rows of benchmarks: questions, answers, judgements and leaderboards. */
@NullMarked
package helpsteer.data.benchmark;

import org.jspecify.annotations.NullMarked;
