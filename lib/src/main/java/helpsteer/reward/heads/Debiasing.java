package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.reward.AttributeScores;
import helpsteer.stats.fit.Correlation;
import java.util.Arrays;
import java.util.List;

/**
 * Takes verbosity out of the other scores (ArmoRM, arXiv 2406.12845, section 2.2): each becomes its score less a multiple of
 * the score for verbosity, chosen so that over reference rows the two have no rank correlation left.
 *
 * <p>The score for verbosity itself stays, as in ArmoRM's code, where the multiples are computed but not used for scoring;
 * here they are.
 *
 * @param multiples one for each attribute, in their order; 0 for verbosity
 */
public record Debiasing(List<Double> multiples) {
    private static final int HALVINGS = 60;

    public Debiasing {
        multiples = List.copyOf(multiples);
        if (multiples.size() != Attribute.COUNT || multiples.get(Attribute.VERBOSITY.index()) != 0) {
            throw new IllegalArgumentException(
                    "multiples must be one for each attribute and 0 for verbosity, got " + multiples);
        }
    }

    /**
     * Finds the multiples.
     *
     * @param reference at least 3 scores, none of whose attributes is constant
     */
    public static Debiasing of(List<AttributeScores> reference) {
        double[] verbosity = column(reference, Attribute.VERBOSITY);
        return new Debiasing(Arrays.stream(Attribute.values())
                .map(a -> a == Attribute.VERBOSITY ? 0.0 : multiple(column(reference, a), verbosity))
                .toList());
    }

    private static double[] column(List<AttributeScores> scores, Attribute attribute) {
        return scores.stream().mapToDouble(s -> s.of(attribute)).toArray();
    }

    /** The rank correlation falls as the multiple grows: each change of order it brings puts a more verbose row lower. */
    private static double multiple(double[] scores, double[] verbosity) {
        double low = -1;
        while (correlation(scores, verbosity, low) < 0) {
            low *= 2;
        }
        double high = 1;
        while (correlation(scores, verbosity, high) > 0) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (correlation(scores, verbosity, middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double correlation(double[] scores, double[] verbosity, double multiple) {
        double[] rest = new double[scores.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = scores[i] - multiple * verbosity[i];
        }
        return Correlation.spearman(rest, verbosity).r();
    }

    /** The scores without verbosity's share. */
    public AttributeScores apply(AttributeScores scores) {
        return AttributeScores.of((Attribute a) -> scores.of(a) - multiples.get(a.index()) * scores.verbosity());
    }
}
