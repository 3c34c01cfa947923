/** What every run needs: seed, scale, folder, lock, log, provenance, hashes, whole writes, memory, and who hears of progress. */
@NullMarked
package helpsteer.run;

import org.jspecify.annotations.NullMarked;
