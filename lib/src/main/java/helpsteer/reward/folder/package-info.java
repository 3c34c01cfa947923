/** Saved reward models: folders in HuggingFace's layout, written, checked and opened. */
@NullMarked
package helpsteer.reward.folder;

import org.jspecify.annotations.NullMarked;
