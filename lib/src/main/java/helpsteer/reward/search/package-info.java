/** A small search over settings of a training, each candidate a run of its own. */
@NullMarked
package helpsteer.reward.search;

import org.jspecify.annotations.NullMarked;
