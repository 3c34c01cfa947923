package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.RatedResponse;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.Pooling;
import java.util.List;
import java.util.Set;

/** Trains the scorers that variants are made of, all from one pretrained encoder and with one budget. */
interface Trainer {
    /** How far ExPO goes on the line from the regression to the comparisons (arXiv 2410.01257). */
    double EXPO = 1.52;

    /**
     * Rows to learn ratings from.
     *
     * @param attributes whose ratings are learned
     * @param seed of their order, of dropout and of the tenth held out
     */
    record RatedRows(List<RatedResponse> rows, Set<Attribute> attributes, long seed) {}

    /** Regression. */
    Variant.Made regression(RatedRows rows, Pooling readOut);

    /** Regression on the mean of all tokens that others go on from. */
    Variant.Made regression(RatedRows rows);

    /** Comparisons from the pretrained encoder. */
    Variant.Made comparison(Filtered<Comparison> pairs, BradleyTerry kind, long seed);

    /** Comparisons that go on from the regression on the rows. */
    Variant.Made comparisonFrom(RatedRows rows, Filtered<Comparison> pairs, BradleyTerry kind);

    /** {@code regression + 1.52 * (scaled comparisons - regression)}, the comparisons gone on with from the regression. */
    Variant.Made extrapolated(RatedRows rows, Filtered<Comparison> pairs);
}
