/** Every printed number of arXiv 2406.08673 beside ours, each with a verdict. */
@NullMarked
package helpsteer.study.paper;

import org.jspecify.annotations.NullMarked;
