/** A judge behind an OpenAI-compatible endpoint: what is asked, what it costs, and verdicts that no break-off loses. */
@NullMarked
package helpsteer.bench.judge;

import org.jspecify.annotations.NullMarked;
