/** RewardBench 1 and 2: pairs to subsets to sections to one number with an interval. */
@NullMarked
package helpsteer.bench.rewardbench;

import org.jspecify.annotations.NullMarked;
