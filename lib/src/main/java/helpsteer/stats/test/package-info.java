/** Tests and p-values: paired, McNemar, crossed means, replication of a published figure. */
@NullMarked
package helpsteer.stats.test;

import org.jspecify.annotations.NullMarked;
