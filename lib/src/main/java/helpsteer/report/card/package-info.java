/** The model card in a folder of a trained model. */
@NullMarked
package helpsteer.report.card;

import org.jspecify.annotations.NullMarked;
